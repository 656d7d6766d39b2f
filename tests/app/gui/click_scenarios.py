"""Click every control of every screen once; see ``tests.reliability.click_through``."""

from collections.abc import Iterator
from typing import Any

from app.live.engine import Phase
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

PATIENCE_TICKS = 60
"""How long a control may take to show an effect."""
SETTLING_TICKS = 12
MAX_ALIKE = 2
"""How many pictures, attempts or people of one list are clicked."""
LEAVE = ("Start training",)
"""It may download LFW; the scenarios of training start one."""


def click_everything(driver: WindowDriver) -> Iterator[Condition]:
    """Notes each click without an effect. Needs people, attempts and a report."""
    driver.notes["clicked"], driver.notes["dead"] = [], []
    camera = driver.controller.settings.camera
    driver.root.use_person("Eileen")
    yield lambda: driver.root.person == "Eileen"
    seen: dict[tuple[str, str, str], int] = {}
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield after_ticks(SETTLING_TICKS)
        while (widget := next_control(driver, name, seen)) is not None:
            yield from click_and_watch(driver, name, widget)
            yield from return_to(driver, name, camera)


def next_control(driver: WindowDriver, screen: str, seen: dict[tuple[str, str, str], int]) -> Any:
    """The first control in the order of the Tab key that was not clicked yet; None after the last."""
    from app.gui.navigation.focus import focusable_widgets

    for widget in focusable_widgets(driver.root):
        key = key_of(driver, screen, widget)
        alike = 1 if key[-1] else MAX_ALIKE
        if seen.get(key, 0) < alike and can_be_clicked(widget):
            seen[key] = seen.get(key, 0) + 1
            return widget
    return None


def can_be_clicked(widget: Any) -> bool:
    """An option that is chosen already does nothing."""
    chosen = getattr(widget, "group", None) is not None and widget.state == "down"
    return not chosen and getattr(widget, "text", "") not in LEAVE


def key_of(driver: WindowDriver, screen: str, widget: Any) -> tuple[str, str, str]:
    """The bar is part of every screen. Sliders and fields have no text of their own."""
    in_bar = any(widget is one for one in driver.root.ids.bar.walk(restrict=True))
    named = next((name for name, one in driver.ids.items() if one == widget.proxy_ref), "")
    words = {"TextField": "hint_text", "ThresholdSlider": "accessible_name"}.get(
        type(widget).__name__, "text"
    )
    return "" if in_bar else screen, type(widget).__name__, getattr(widget, words, "") or named


def click_and_watch(driver: WindowDriver, screen: str, widget: Any) -> Iterator[Condition]:
    label = " ".join(key_of(driver, screen, widget)).strip()
    before = state_of(driver)
    # A slider is moved, and anything else is pressed in its middle.
    driver.click(widget, across=0.4 if type(widget).__name__ == "ThresholdSlider" else 0.5)
    ticks = iter(range(PATIENCE_TICKS))
    yield lambda: state_of(driver) != before or next(ticks, None) is None
    driver.notes["clicked"].append(label)
    if state_of(driver) == before:
        driver.notes["dead"].append(label)
    yield after_ticks(SETTLING_TICKS)


def return_to(driver: WindowDriver, screen: str, camera: str) -> Iterator[Condition]:
    """Close what the click has opened, and restore the camera and the screen."""
    while driver.dialog is not driver.root:
        dialog = driver.dialog
        driver.press("escape")
        yield lambda dialog=dialog: driver.dialog is not dialog
    engine = driver.controller.engine
    if driver.controller.settings.camera != camera or engine.state.phase is not Phase.RUNNING:
        driver.root.open_camera(camera)
        yield lambda: engine.state.phase is Phase.RUNNING
    if driver.root.screen.name != screen:
        driver.root.navigate(screen)
        yield after_ticks(SETTLING_TICKS)
    driver.root.show_notice("")


def state_of(driver: WindowDriver) -> object:
    """What a click can change: the screen, dialogs, notices, settings, and the state of each control."""
    from kivy.uix.scrollview import ScrollView
    from kivy.uix.textinput import TextInput

    from app.gui.widgets.buttons import BaseButton

    root, controller = driver.root, driver.controller
    controls = [
        (type(one).__name__, one.text, one.disabled, getattr(one, "state", ""), getattr(one, "focus", False))
        for one in driver.dialog.walk(restrict=True)
        if isinstance(one, BaseButton | TextInput)
    ]
    scrolled = [round(one.scroll_y, 3) for one in root.walk(restrict=True) if isinstance(one, ScrollView)]
    phase = controller.engine.state.phase
    return root.screen.name, id(driver.dialog), root.notice, controller.settings, controls, scrolled, phase
