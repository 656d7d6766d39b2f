"""How the window looks with each theme, language and text size; see ``tests.app.gui.scenarios``."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.camera.demo.camera import DemoCamera
from model.vision.frame import Frame
from tests.app.gui.scenarios import after_frames
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

DARKNESS = 6
"""The brightness of the camera is divided by it."""


def photograph_screens(driver: WindowDriver) -> Iterator[Condition]:
    """Saves a screenshot of every screen in the data folder. Needs a person called Eileen with references."""
    driver.root.use_person("Eileen")
    yield lambda: driver.root.person == "Eileen"
    yield lambda: driver.controller.engine.frames.peek() is not None
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield after_frames(driver, 30)
        yield after_ticks(10)
        photograph(driver, name)


def photograph_dialogs(driver: WindowDriver) -> Iterator[Condition]:
    """The help sheet, the camera chooser, the menu and a question."""
    driver.root.navigate("history")
    yield after_frames(driver, 10)
    for name, show in (
        ("help", driver.root.show_help),
        ("camera", driver.root.choose_camera),
        ("menu", driver.root.show_menu),
        ("question", driver.root.screen.confirm_erasure),
    ):
        show()
        yield lambda: driver.dialog is not driver.root
        yield after_ticks(15)
        photograph(driver, name)
        driver.press("escape")
        yield lambda: driver.dialog is driver.root


def photograph_failure(driver: WindowDriver) -> Iterator[Condition]:
    """Every screen while there is no camera."""
    yield lambda: driver.root.banner != ""
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield after_ticks(15)
        photograph(driver, name)


def photograph_night_light(driver: WindowDriver) -> Iterator[Condition]:
    """The demo camera shows its portrait in the dark."""
    read = DemoCamera.read
    DemoCamera.read = lambda camera: darkened(read(camera))
    driver.root.use_person("Eileen")
    driver.root.navigate("verify")
    yield lambda: driver.root.lamp_width > 0
    yield after_ticks(60)
    photograph(driver, "verify")


def darkened(frame: Frame) -> Frame:
    return replace(frame, image=frame.image // DARKNESS)


def photograph(driver: WindowDriver, name: str) -> None:
    driver.window.screenshot(name=str(driver.controller.paths.root / f"{name}.png"))


def use_the_keyboard_alone(driver: WindowDriver) -> Iterator[Condition]:
    """Visits every control of every screen with the Tab key, then the help sheet, and enlarges the text."""
    from app.gui.widgets.focus import focused_widget

    visited = driver.notes["visited"] = {}
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield after_ticks(5)
        visited[name] = tab_through(driver)
    driver.notes["described"] = described_roles(driver)
    driver.press("f1")
    yield lambda: driver.dialog.title == "" and focused_widget(driver.dialog) is not None
    driver.notes["keys"] = [row.keys for row in driver.dialog.ids.window_keys.children]
    driver.press("escape")
    yield lambda: driver.dialog is driver.root
    driver.press("=", "ctrl")
    yield lambda: driver.controller.settings.text_size == 125
    driver.press("0", "ctrl")
    yield lambda: driver.controller.settings.text_size == 100


def tab_through(driver: WindowDriver) -> list[list[str]]:
    """Returns the controls of the window that the Tab key leaves out, and those that it leaves unseen."""
    from app.gui.widgets.focus import focusable_widgets, focused_widget

    reachable, reached, hidden = focusable_widgets(driver.root), [], []
    for _ in reachable:
        driver.press("tab")
        widget = focused_widget(driver.root)
        reached.append(widget)
        if not is_visible(driver, widget):
            hidden.append(label_of(widget))
    missed = [label_of(widget) for widget in focusable_widgets(driver.root) if widget not in reached]
    driver.press("escape")
    return [missed, hidden]


def described_roles(driver: WindowDriver) -> list[list[str]]:
    """What a screen reader learns of the Settings screen."""
    from app.gui.accessibility.description import describe

    driver.root.navigate("settings")
    return [[widget.role, widget.label] for widget in describe(driver.root, driver.window.height)]


def is_visible(driver: WindowDriver, widget: Any) -> bool:
    """Whether all of the widget is inside the window."""
    left, bottom = widget.to_window(widget.x, widget.y)
    right, top = left + widget.width, bottom + widget.height
    return left >= 0 and bottom >= 0 and right <= driver.window.width + 1 and top <= driver.window.height + 1


def label_of(widget: Any) -> str:
    return getattr(widget, "text", "") or type(widget).__name__
