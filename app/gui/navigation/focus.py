"""Keyboard focus: which widget has it, how to give it, and scrolling to where it is."""

from collections.abc import Iterator
from typing import Any

from kivy.metrics import dp
from kivy.uix.behaviors import FocusBehavior
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget

SCROLL_SHARE = 0.8
"""Of the visible height, for a page up or down."""


class FocusableBehavior(FocusBehavior):
    """Comes into view when it receives the focus."""

    def on_focus(self, widget: Any, focused: bool) -> None:
        if focused:
            reveal(self)


def reveal(widget: Any) -> None:
    """Scroll every view that ``widget`` is in."""
    for view in ancestors(widget):
        if isinstance(view, ScrollView) and view.height < view.viewport_size[1]:
            view.scroll_to(widget, padding=dp(16), animate=False)
            view.update_from_scroll()


def reveal_together(widget: Any, companion: Any) -> None:
    """``widget``; and also the ``companion`` above it, if there is room for both."""
    reveal(widget)
    view = next((one for one in ancestors(widget) if _scrolls(one)), None)
    needed = companion.to_window(0, companion.top)[1] - widget.to_window(0, widget.y)[1]
    if view is not None and needed + 2 * dp(16) <= view.height:
        reveal(companion)


def ancestors(widget: Any) -> Iterator[Widget]:
    parent = widget.parent
    while isinstance(parent, Widget):
        yield parent
        parent = parent.parent


def focusable_widgets(root: Widget) -> list[Any]:
    """In the order of the Tab key."""
    return [widget for widget in root.walk(restrict=True) if _takes_focus(widget)]


def focused_widget(root: Widget) -> Any:
    """None without one."""
    return next((widget for widget in focusable_widgets(root) if widget.focus), None)


def focus_end(root: Widget, *, last: bool = False) -> bool:
    """Focus the first widget in ``root``, or the last. Returns whether there is one."""
    widgets = focusable_widgets(root)
    if widgets:
        widgets[-1 if last else 0].focus = True
    return bool(widgets)


def scroll_page(root: Widget, direction: int) -> bool:
    """Scroll by a page, down for 1 and up for -1: the view with the focus, else the longest one."""
    focused = focused_widget(root)
    around = [view for view in ancestors(focused) if _scrolls(view)] if focused else []
    views = around or [view for view in root.walk(restrict=True) if _scrolls(view)]
    if not views:
        return False
    view = max(views, key=_hidden_height)
    step = SCROLL_SHARE * view.height / _hidden_height(view)
    view.scroll_y = min(1.0, max(0.0, view.scroll_y - direction * step))
    return True


def _takes_focus(widget: Any) -> bool:
    return isinstance(widget, FocusBehavior) and widget.is_focusable and not widget.disabled


def _scrolls(view: Any) -> bool:
    return isinstance(view, ScrollView) and _hidden_height(view) > 0


def _hidden_height(view: ScrollView) -> float:
    return float(view.viewport_size[1] - view.height)
