"""Buttons that work with the mouse and the keyboard."""

from typing import Any

from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, ColorProperty, OptionProperty
from kivy.uix.behaviors import ButtonBehavior, FocusBehavior, ToggleButtonBehavior
from kivy.uix.label import Label

from app.gui.widgets.hover import HoverBehavior

ENTER_KEYS = ("enter", "numpadenter", "spacebar")


class BaseButton(FocusBehavior, ButtonBehavior, HoverBehavior, Label):
    """Pressed by a click, or by Enter or the space bar while focused."""

    visible = BooleanProperty(True)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A click does not take the focus, so that keys still reach the screen."""
        return bool(ButtonBehavior.on_touch_down(self, touch))

    def keyboard_on_key_down(
        self, window: Any, keycode: tuple[int, str], text: str, modifiers: list[str]
    ) -> bool:
        if keycode[1] in ENTER_KEYS:
            self.trigger_action(0.05)
            return True
        return bool(super().keyboard_on_key_down(window, keycode, text, modifiers))


class PlainButton(BaseButton):
    """``kind``: primary for the main action, danger for an action that cannot be undone."""

    kind = OptionProperty("secondary", options=["primary", "secondary", "quiet", "danger"])
    fill = ColorProperty()
    fill_hovered = ColorProperty()


class ToggleOption(ToggleButtonBehavior, BaseButton):
    """One of several options. Exactly one in a ``group`` is down."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_no_selection=False, **kwargs)


class LabelledCheckBox(ToggleButtonBehavior, BaseButton):
    """A check box and its label."""

    active = BooleanProperty(False)

    def on_state(self, widget: Any, state: str) -> None:
        self.active = state == "down"
