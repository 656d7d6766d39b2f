"""Opens the real window and operates it like a user. Kivy has one window a process, so it runs as a script.

``python -m tests.app.gui.window_driver SCENARIO FOLDER CAMERA`` prints one line of JSON: what the scenario
noted, or its error, and which threads outlived the window.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from app.gui.launch import prepare_kivy, run
from app.live.controller import AppController
from app.storage.paths import Paths
from app.storage.settings import load_settings
from app.system import file_dialog
from app.system.log_setup import configure_logging
from tests.app.gui import light_window

DEADLINE_S = 120.0
MOMENT_S = 2.0
"""How long a thread may finish its work after the window has closed."""

CODES = {
    "enter": 13,
    "tab": 9,
    "escape": 27,
    "right": 275,
    "left": 276,
    "f1": 282,
    "page down": 281,
    "delete": 127,
}
"""Of keys that produce no character."""

Condition = Callable[[], bool]


class WindowDriver:
    """Clicks and types through Kivy's event queue. ``notes`` become the result of the scenario."""

    def __init__(self, controller: AppController) -> None:
        self.controller = controller
        self.notes: dict[str, Any] = {}
        self.notices: list[str] = []
        self.timer: Any = None
        self.started = time.perf_counter()
        self.clicks = 0

    @property
    def window(self) -> Any:
        from kivy.core.window import Window

        return Window

    @property
    def root(self) -> Any:
        from kivy.app import App

        return App.get_running_app().root

    @property
    def dialog(self) -> Any:
        """The topmost widget of the window."""
        return self.window.children[0]

    @property
    def ids(self) -> Any:
        """The named widgets of the current screen."""
        return self.root.screen.ids

    def click(self, widget: Any, across: float = 0.5) -> None:
        """``across``: where to click, as a share of the widget's width."""
        assert widget.get_root_window(), f"The widget is not in the window: {widget}"
        assert not widget.disabled, f"The widget is disabled: {widget.text}"
        bring_into_view(widget)
        self.clicks += 1
        x, y = widget.to_window(widget.x + across * widget.width, widget.center_y)
        density = self.window.width / self.window.system_size[0]
        position = (x / density, (self.window.height - y) / density, "left", [])
        self.window.dispatch("on_mouse_down", *position)
        self.window.dispatch("on_mouse_up", *position)

    def press(self, key: str, *modifiers: str) -> None:
        code = CODES.get(key) or ord(key)
        text = key if len(key) == 1 else None
        if not self.window.dispatch("on_key_down", code, 0, text, list(modifiers)):
            self.window.dispatch("on_keyboard", code, 0, text, list(modifiers))
        if text and not modifiers:
            self.window.dispatch("on_textinput", text)
        self.window.dispatch("on_key_up", code, 0)

    def screenshot(self, name: str) -> None:
        """Save a picture of the window in the data folder."""
        self.window.screenshot(name=str(self.controller.paths.root / f"{name}.png"))

    def find(self, text: str, within: Any = None) -> Any:
        """The button labelled ``text``."""
        for widget in (within or self.root).walk():
            if getattr(widget, "text", None) == text and hasattr(widget, "state"):
                return widget
        raise LookupError(f"There is no button {text!r}.")


Scenario = Callable[[WindowDriver], Iterator[Condition]]


def after_ticks(count: int) -> Condition:
    """True after ``count`` ticks of the window's clock."""
    left = iter(range(count))
    return lambda: next(left, None) is None


def bring_into_view(widget: Any) -> None:
    from kivy.uix.scrollview import ScrollView

    parent = widget.parent
    while parent is not None and parent is not parent.parent:
        if isinstance(parent, ScrollView):
            parent.scroll_to(widget, animate=False)
            parent.update_from_scroll()
            return
        parent = parent.parent


def is_in_view(widget: Any) -> bool:
    """Whether all views that ``widget`` is in show its whole height."""
    from kivy.uix.scrollview import ScrollView

    from app.gui.navigation.focus import ancestors

    bottom, top = (widget.to_window(0, y)[1] for y in (widget.y, widget.top))
    return all(
        view.to_window(0, view.y)[1] <= bottom and top <= view.to_window(0, view.top)[1]
        for view in ancestors(widget)
        if isinstance(view, ScrollView)
    )


class ScenarioPlayer:
    """Resumes the scenario when the condition that it waits for is true."""

    def __init__(self, scenario: Iterator[Condition], driver: WindowDriver) -> None:
        self._scenario = scenario
        self._driver = driver
        self._condition: Condition = lambda: driver.controller.ready and driver.root.screen.width > 700
        self._deadline = time.monotonic() + DEADLINE_S
        self._started = False

    def record_notices(self) -> None:
        """Record every notice, however briefly it was visible."""
        self._driver.root.bind(notice=lambda root, notice: self._driver.notices.append(notice))

    def advance(self, dt: float) -> bool:
        """Called by Kivy's clock until it returns False."""
        try:
            if not self._condition():
                if time.monotonic() > self._deadline:
                    raise TimeoutError(f"Timed out after {DEADLINE_S} s: {self._position()}")
                return True
            if not self._started:
                self._started = True
                self.record_notices()
                if not self._scenario.gi_code.co_name.startswith("set_up"):
                    self._driver.root.navigate("verify")
            self._condition = next(self._scenario)
            self._deadline = time.monotonic() + DEADLINE_S
            return True
        except StopIteration:
            self._driver.window.close()
        except Exception as error:  # noqa: BLE001 - the test reports it and fails
            self._driver.notes["error"] = f"{type(error).__name__}: {error}; {self._driver.notices}"
            self._driver.window.close()
        return False

    def _position(self) -> str:
        frame = getattr(self._scenario, "gi_frame", None)
        return f"line {frame.f_lineno} of the scenario" if frame else "before the scenario"


def _threads_that_do_not_end() -> list[str]:
    """Names of the threads that outlive the window by more than a moment."""
    for thread in filter(_is_left_over, threading.enumerate()):
        thread.join(timeout=MOMENT_S)
    return [thread.name for thread in threading.enumerate() if _is_left_over(thread)]


def _is_left_over(thread: threading.Thread) -> bool:
    """Timers do not count: one kills a cancelled training that does not stop by itself."""
    return thread is not threading.main_thread() and not isinstance(thread, threading.Timer)


ONE_ATTEMPT_AFTER_ANOTHER = ("attempt", "click", "photograph", "set_up", "show")
"""Scenarios whose names begin so; in the others the window judges on and on."""


MODULES = (
    "camera_scenarios",
    "frame_scenarios",
    "appearance_scenarios",
    "attempt_scenarios",
    "attempt_states",
    "click_scenarios",
    "evaluation_scenarios",
    "line_break_scenarios",
    "people_scenarios",
    "photograph_scenarios",
    "protection_scenarios",
    "scenarios",
    "screen_reader_scenarios",
    "setup_scenarios",
    "threshold_scenarios",
    "training_scenarios",
)
"""The first two measure the window: the others import what a window alone does not need."""


def find_scenario(name: str) -> Callable[["WindowDriver"], Iterator[Condition]]:
    """Imports no more modules than it needs, so that the memory is that of the window."""
    modules = (import_module(f"tests.app.gui.{module}") for module in MODULES)
    scenario: Callable[[WindowDriver], Iterator[Condition]]
    scenario = next(getattr(module, name) for module in modules if hasattr(module, name))
    return scenario


def main(name: str, folder: str, camera: str) -> None:
    started = time.perf_counter()
    configure_logging(Path(folder) / "logs")
    paths = Paths(Path(folder))
    stays_open = not name.startswith(ONE_ATTEMPT_AFTER_ANOTHER)
    settings = replace(load_settings(paths.settings), camera=camera, stays_open=stays_open)
    controller = AppController(paths, settings)
    driver = WindowDriver(controller)
    file_dialog.LINUX_PROGRAMS = {}  # no dialog of the desktop, which a scenario could not operate
    player = ScenarioPlayer(find_scenario(name)(driver), driver)
    assert "kivy" not in sys.modules, "A scenario imports Kivy at its top, before it is configured."
    if light_window.is_full():
        light_window.fill_display()
    prepare_kivy(os.environ, sys.platform)
    from kivy.clock import Clock

    if light_window.is_light():
        light_window.use_quick_demo_camera()
        Clock.schedule_once(lambda dt: light_window.draw_seldom(driver.window), 0)
    if name.startswith("measure_frames"):
        from tests.app.gui import frame_scenarios

        driver.timer = frame_scenarios.FrameTimer(driver)
        driver.timer.install()
    Clock.schedule_interval(player.advance, 0)
    driver.notes["exit_code"] = run(controller)
    driver.notes["seconds"] = time.perf_counter() - started
    driver.notes["threads"] = _threads_that_do_not_end()
    print(json.dumps(driver.notes))


if __name__ == "__main__":
    main(*sys.argv[1:])
