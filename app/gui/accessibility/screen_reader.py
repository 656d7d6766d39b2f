"""Connect the window to the screen reader of the desktop, through the optional package accesskit.

On Linux only, where it was tried with AT-SPI, which Orca reads.
"""

import sys
from importlib import import_module
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.core.window import Window

from app.gui.accessibility.accessible_widget import every_widget
from app.gui.accessibility.accesskit_tree import ROOT_ID, TreeBuilder
from app.gui.accessibility.actions import ACTIONS
from app.gui.accessibility.announcer import Announcer
from app.gui.accessibility.description import describe
from app.gui.main_window import MainWindow
from app.gui.navigation.focus import focused_widget
from app.gui.widgets.hover import topmost_dialog

UPDATE_PERIOD_S = 0.25
AFTER_KEY_S = 0.02
"""The focus or the text may have changed."""


class Connection(Protocol):
    """A window that is connected to screen readers, or one that is not."""

    def close(self) -> None:
        """The window is closing."""


def connect_screen_reader(root: MainWindow, platform: str = sys.platform) -> Connection | None:
    """None if the package is missing, or on a system where it was not tried."""
    if not platform.startswith("linux"):
        return None
    try:
        return ScreenReaderConnection(root, import_module("accesskit"))
    except ImportError:
        return None


class ScreenReaderConnection:
    """Sends the widgets of the window while a screen reader listens. Without one it costs almost nothing."""

    def __init__(self, root: MainWindow, accesskit: Any) -> None:
        self._root, self._accesskit = root, accesskit
        self._trees, self._announcer = TreeBuilder(accesskit), Announcer()
        self._actions = {int(getattr(accesskit.Action, name)): perform for name, perform in ACTIONS.items()}
        self._listening = False
        self._adapter = accesskit.unix.Adapter(self._on_activation, self._on_action, self._on_deactivation)
        self._event = Clock.schedule_interval(lambda dt: self._update(), UPDATE_PERIOD_S)
        self._after_key = Clock.create_trigger(lambda dt: self._update(), AFTER_KEY_S)
        Window.bind(focus=self._on_window_focus, on_key_down=self._on_key)
        self._on_window_focus(Window, Window.focus)

    def close(self) -> None:
        self._event.cancel()
        self._after_key.cancel()
        Window.unbind(focus=self._on_window_focus, on_key_down=self._on_key)

    def _on_activation(self) -> Any:
        """On a thread of accesskit, which may not touch widgets: an empty window, filled a moment later."""
        self._listening = True
        return self._trees.build(())

    def _on_deactivation(self) -> None:
        self._listening = False

    def _on_window_focus(self, window: Any, focused: bool) -> None:
        self._adapter.update_window_focus_state(bool(focused))

    def _on_key(self, *event: object) -> None:
        self._after_key()

    def _update(self) -> None:
        """The tree is built outside accesskit's callback, in which an error would end the program."""
        if not self._listening:
            return
        left, top = Window.left, Window.top
        bounds = self._accesskit.Rect(left, top, left + Window.width, top + Window.height)
        self._adapter.set_root_window_bounds(bounds, bounds)
        update = self._current_tree()
        self._adapter.update_if_active(lambda: update)

    def _current_tree(self) -> Any:
        dialog = topmost_dialog()
        top = dialog or self._root
        focused = focused_widget(top) or dialog
        widgets = describe(top, Window.height)
        return self._trees.build(
            widgets,
            size=Window.size,
            focus=focused.uid if focused else ROOT_ID,
            announcement=self._announcer.update(every_widget(widgets)),
            screen=self._root.screen_title,
        )

    def _on_action(self, request: Any) -> None:
        """On a thread of accesskit."""
        value = request.data[1] if request.data else None
        Clock.schedule_once(lambda dt: self._perform(int(request.action), request.target, value))

    def _perform(self, action: int, number: int, value: Any) -> None:
        top = topmost_dialog() or self._root
        widget = next((one for one in top.walk(restrict=True) if one.uid == number), None)
        perform = self._actions.get(action)
        if widget is not None and perform and not widget.disabled:
            perform(widget, value)
            self._after_key()
