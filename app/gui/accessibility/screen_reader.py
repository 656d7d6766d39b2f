"""Connect the window to the screen reader of the desktop, through the optional package accesskit.

On Linux only, where it was tried with AT-SPI, which Orca reads.
"""

import sys
from importlib import import_module
from typing import Any, Protocol

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.widget import Widget

from app.gui.accessibility.description import ROOT_ID, AccessibleWidget, Role, describe
from app.gui.widgets.focus import focused_widget
from app.gui.widgets.hover import topmost_dialog

UPDATE_PERIOD_S = 0.25
TITLE = "Sameface"


class Connection(Protocol):
    """A window that is connected to screen readers, or one that is not."""

    def close(self) -> None:
        """The window is closing."""


def connect_screen_reader(root: Widget, platform: str = sys.platform) -> Connection | None:
    """None if the package is missing, or on a system where it was not tried."""
    if not platform.startswith("linux"):
        return None
    try:
        return ScreenReaderConnection(root, import_module("accesskit"))
    except ImportError:
        return None


class ScreenReaderConnection:
    """Sends the widgets of the window while a screen reader listens. Without one it costs almost nothing."""

    def __init__(self, root: Widget, accesskit: Any) -> None:
        self._root, self._accesskit = root, accesskit
        self._adapter = accesskit.unix.Adapter(self._first_update, self._on_action, self._on_deactivation)
        self._event = Clock.schedule_interval(lambda dt: self._update(), UPDATE_PERIOD_S)
        Window.bind(focus=self._on_window_focus)
        self._on_window_focus(Window, True)

    def close(self) -> None:
        self._event.cancel()
        Window.unbind(focus=self._on_window_focus)

    def _first_update(self) -> Any:
        """On a thread of accesskit, which may not touch widgets: an empty window, filled a moment later."""
        return self._tree_update([], ROOT_ID)

    def _on_deactivation(self) -> None:
        """Nothing is sent from now on."""

    def _on_window_focus(self, window: Any, focused: bool) -> None:
        self._adapter.update_window_focus_state(bool(focused))

    def _update(self) -> None:
        self._adapter.update_if_active(self._current_tree)

    def _current_tree(self) -> Any:
        """Called on Kivy's thread, and only while a screen reader listens."""
        top = topmost_dialog() or self._root
        focused = focused_widget(top)
        return self._tree_update(describe(top, Window.height), focused.uid if focused else ROOT_ID)

    def _tree_update(self, widgets: list[AccessibleWidget], focus: int) -> Any:
        root = self._accesskit.Node(self._accesskit.Role.WINDOW)
        root.set_label(TITLE)
        numbers = [widget.number for widget in widgets]
        root.set_children(numbers)
        update = self._accesskit.TreeUpdate(focus if focus in numbers else ROOT_ID)
        update.nodes = [(ROOT_ID, root), *((widget.number, self._node(widget)) for widget in widgets)]
        update.tree = self._accesskit.Tree(ROOT_ID)
        return update

    def _node(self, widget: AccessibleWidget) -> Any:
        accesskit = self._accesskit
        node = accesskit.Node(getattr(accesskit.Role, widget.role))
        node.set_bounds(accesskit.Rect(*widget.bounds))
        (node.set_value if widget.role is Role.LABEL else node.set_label)(widget.label)
        if widget.description:
            node.set_description(widget.description)
        if widget.value is not None:
            node.set_value(widget.value)
        if widget.amount is not None:
            node.set_numeric_value(widget.amount)
            node.set_min_numeric_value(0.0)
            node.set_max_numeric_value(1.0)
        if widget.checked is not None:
            node.set_toggled(accesskit.Toggled.TRUE if widget.checked else accesskit.Toggled.FALSE)
        if widget.disabled:
            node.set_disabled()
        if widget.live:
            node.set_live(accesskit.Live.POLITE)
        if widget.focusable:
            node.add_action(accesskit.Action.FOCUS)
            node.add_action(accesskit.Action.CLICK)
        return node

    def _on_action(self, request: Any) -> None:
        """On a thread of accesskit."""
        Clock.schedule_once(lambda dt: self._perform(request.action, request.target))

    def _perform(self, action: Any, number: int) -> None:
        top = topmost_dialog() or self._root
        widget = next((one for one in top.walk(restrict=True) if one.uid == number), None)
        if widget is None or widget.disabled:
            return
        widget.focus = True
        if action == self._accesskit.Action.CLICK and hasattr(widget, "trigger_action"):
            widget.trigger_action(0.05)
