"""A slider for a threshold that also shows the live value on the same scale."""

from typing import Any

from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from app.gui.drawing.scales import LINEAR, Scale
from app.gui.navigation.focus import FocusableBehavior
from app.gui.widgets.hover import HoverBehavior

ARROWS = {"left": -1, "down": -1, "right": 1, "up": 1}


class ThresholdSlider(FocusableBehavior, HoverBehavior):
    """``value`` is the threshold; ``live`` the live value in [0, 1], or below 0 if there is none.

    The event ``on_user_value`` fires when the user moves the handle, not when the program does.
    """

    value = NumericProperty(0.5)
    live = NumericProperty(-1.0)
    scale: Scale = ObjectProperty(LINEAR)
    passes = BooleanProperty(False)
    accessible_name = StringProperty("")
    __events__ = ("on_user_value",)

    def on_user_value(self, value: float) -> None:
        """Overridden in .kv files."""

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if self.disabled or touch.is_mouse_scrolling or not self.collide_point(*touch.pos):
            return bool(super().on_touch_down(touch))
        touch.grab(self)
        self._set_position(self._position_of(touch))
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_move(touch))
        self._set_position(self._position_of(touch))
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is self:
            touch.ungrab(self)
            return True
        return bool(super().on_touch_up(touch))

    def keyboard_on_key_down(
        self, window: Any, keycode: tuple[int, str], text: str, modifiers: list[str]
    ) -> bool:
        if keycode[1] in ARROWS and not self.disabled:
            self.move_by_steps(ARROWS[keycode[1]])
            return True
        return bool(super().keyboard_on_key_down(window, keycode, text, modifiers))

    def move_by_steps(self, count: int) -> None:
        """As ``count`` arrow keys do, to the left if it is negative."""
        self._set_position(self.scale.position(self.value) + count * self.scale.step)

    def move_to(self, value: float) -> None:
        """As the user does, rounded."""
        self._set_position(self.scale.position(min(max(value, 0.0), 1.0)))

    def _position_of(self, touch: MotionEvent) -> float:
        return (touch.x - self.x) / max(1, self.width)

    def _set_position(self, position: float) -> None:
        value = self.scale.value_at(position)
        if value != self.value:
            self.value = value
            self.dispatch("on_user_value", value)
