"""How the window looks with each theme, language and text size; see ``tests.app.gui.scenarios``."""

from collections.abc import Iterator

from tests.app.gui.scenarios import after_frames
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks


def photograph_screens(driver: WindowDriver) -> Iterator[Condition]:
    """Saves a screenshot of every screen in the data folder. Needs a person called Eileen with references."""
    driver.root.use_person("Eileen")
    yield lambda: driver.root.person == "Eileen"
    yield lambda: driver.controller.engine.reports.peek() is not None
    for name in driver.root.ids.screen_manager.screen_names:
        driver.root.navigate(name)
        yield after_frames(driver, 30)
        yield after_ticks(10)
        photograph(driver, name)


def photograph(driver: WindowDriver, name: str) -> None:
    driver.window.screenshot(name=str(driver.controller.paths.root / f"{name}.png"))
