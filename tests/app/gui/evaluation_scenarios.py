"""Measure the model on a folder of people, and save the report."""

from collections.abc import Iterator

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks


def evaluate_and_save(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a folder of pictures called faces, and an empty folder called target."""
    from app.gui.screens.evaluate import evaluate

    root = driver.controller.paths.root
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train"
    yield after_ticks(5)
    driver.screenshot("train")
    driver.click(driver.root.ids.evaluate)
    yield lambda: driver.root.screen.name == "evaluate"
    driver.notes["can_start"] = driver.root.screen.can_start
    driver.ids.folder.text = str(root / "faces")
    yield after_ticks(3)
    driver.click(driver.ids.start)
    yield lambda: driver.root.screen.job_view.headline != ""
    yield lambda: not driver.root.screen.job_view.running and driver.root.screen.title != ""
    driver.notes["headline"] = driver.ids.headline.text
    driver.notes["title"] = driver.root.screen.title
    yield lambda: len(driver.ids.figures.children) > 0
    yield after_ticks(15)
    driver.notes["figures"] = len(driver.ids.figures.children)
    driver.screenshot("evaluate")
    evaluate.request_path = lambda dialog, use_path: use_path(str(root / "target"))
    driver.click(driver.ids.save)
    yield lambda: "is saved in" in driver.root.notice
    driver.notes["saved"] = sorted(path.name for path in (root / "target").glob("*/*.html"))
