"""Widgets that notice the mouse pointer, and their tooltips."""

from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.metrics import dp
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.label import Label
from kivy.uix.modalview import ModalView
from kivy.uix.widget import Widget

from app.gui.navigation.focus import ancestors

TOOLTIP_DELAY_S = 0.5


class Tooltip(Label):
    """The window shows one at a time; styled in buttons.kv."""

    def show_near(self, widget: Widget) -> None:
        """Appear below ``widget``, or above it if there is no room below."""
        self.texture_update()
        self.size = (self.texture_size[0] + dp(20), self.texture_size[1] + dp(12))
        left, bottom = widget.to_window(widget.x, widget.y)
        x = min(max(left, dp(8)), Window.width - self.width - dp(8))
        y = bottom - self.height - dp(6)
        self.pos = (x, y if y > dp(8) else bottom + widget.height + dp(6))


def topmost_dialog() -> ModalView | None:
    """The dialog on top of the window; None without one."""
    top = next((child for child in Window.children if not isinstance(child, Tooltip)), None)
    return top if isinstance(top, ModalView) else None


class HoverBehavior(Widget):
    """``hovered`` while the pointer is over the widget and no dialog covers it."""

    hovered = BooleanProperty(False)
    tooltip = StringProperty("")

    _visible_tooltip: Tooltip | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._tooltip_timer = Clock.create_trigger(self._show_tooltip, TOOLTIP_DELAY_S)
        Window.bind(mouse_pos=self._on_mouse)
        self.bind(hovered=self._on_hovered)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """Hide the tooltip of a pressed button."""
        self._tooltip_timer.cancel()
        self._hide_tooltip()
        return bool(super().on_touch_down(touch))

    def _on_mouse(self, window: Any, position: tuple[float, float]) -> None:
        self.hovered = self._reachable() and self.collide_point(*self.to_widget(*position))

    def _reachable(self) -> bool:
        """Whether the widget is in the window and no dialog covers it."""
        if not self.get_root_window():
            return False
        dialog = topmost_dialog()
        return dialog is None or dialog in ancestors(self)

    def _on_hovered(self, widget: Widget, hovered: bool) -> None:
        self._tooltip_timer.cancel()
        self._hide_tooltip()
        if hovered and self.tooltip:
            self._tooltip_timer()

    def _show_tooltip(self, dt: float) -> None:
        if self._reachable():
            HoverBehavior._visible_tooltip = Tooltip(text=self.tooltip)
            Window.add_widget(HoverBehavior._visible_tooltip)
            HoverBehavior._visible_tooltip.show_near(self)

    @staticmethod
    def _hide_tooltip() -> None:
        if HoverBehavior._visible_tooltip:
            Window.remove_widget(HoverBehavior._visible_tooltip)
            HoverBehavior._visible_tooltip = None
