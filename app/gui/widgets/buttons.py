"""Buttons that work with the mouse and the keyboard."""

from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.input.motionevent import MotionEvent
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior, ToggleButtonBehavior
from kivy.uix.widget import Widget

from app.gui.drawing.wrapped_label import WrappedLabel
from app.gui.navigation.focus import FocusableBehavior
from app.gui.widgets.hover import HoverBehavior

ARROWS = {"left": -1, "up": -1, "right": 1, "down": 1}
ENTER_KEYS = ("enter", "numpadenter", "spacebar")


class BaseButton(FocusableBehavior, ButtonBehavior, HoverBehavior, WrappedLabel):
    """Pressed by a click, or by Enter or the space bar while focused. ``accessible_name``: what a screen
    reader calls it, if not by its text."""

    accessible_name = StringProperty("")
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
    paint = ColorProperty()
    """The one of the two that is shown."""


class FittedBehavior(Widget):
    """A label that is as wide as its text, in any language, but at most ``max_width``."""

    max_width = NumericProperty(float("inf"))
    natural_width = NumericProperty(0)
    """The width of the text and its padding."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.size_hint_x = None
        self.bind(text=self._fit, font_size=self._fit, bold=self._fit, padding=self._fit, max_width=self._fit)
        self._fit()

    def _fit(self, *changed: object) -> None:
        measured = CoreLabel(font_name=self.font_name, font_size=self.font_size, bold=self.bold)
        text_width = measured.get_extents(self.text)[0]
        self.natural_width = text_width + self.padding[0] + self.padding[2] + dp(2)
        self.width = min(self.natural_width, self.max_width)


class FittedButton(FittedBehavior, PlainButton):
    """A button beside others, or beside a field."""


class ToggleOption(ToggleButtonBehavior, BaseButton):
    """One of several options. Exactly one in a ``group`` is down. Arrow keys move between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_no_selection=False, **kwargs)

    def keyboard_on_key_down(
        self, window: Any, keycode: tuple[int, str], text: str, modifiers: list[str]
    ) -> bool:
        if keycode[1] not in ARROWS:
            return bool(super().keyboard_on_key_down(window, keycode, text, modifiers))
        options = self._enabled_options()
        options[self.next_option(options.index(self), len(options), keycode[1])].focus = True
        return True

    def next_option(self, index: int, count: int, key: str) -> int:
        """Where an arrow key leads from the option at ``index`` of ``count``."""
        return (index + ARROWS[key]) % count

    def _enabled_options(self) -> list["ToggleOption"]:
        return [
            option
            for option in reversed(self.parent.children)
            if isinstance(option, ToggleOption) and option.group == self.group and not option.disabled
        ]


class FittedOption(FittedBehavior, ToggleOption):
    """An option that is as wide as its label."""


class ScreenOption(FittedOption):
    """Opens a screen; a tab to screen readers."""


class LabelledCheckBox(ToggleButtonBehavior, BaseButton):
    """A check box and its label."""

    active = BooleanProperty(False)
    lowest = NumericProperty(32)
    """Its height with one line of text, at the normal size of text."""

    def on_state(self, widget: Any, state: str) -> None:
        self.active = state == "down"


class FittedCheckBox(FittedBehavior, LabelledCheckBox):
    """A check box beside other controls, and as high."""

    lowest = NumericProperty(40)
