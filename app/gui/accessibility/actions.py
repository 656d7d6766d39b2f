"""What a screen reader does with a widget on behalf of its user."""

from collections.abc import Callable
from typing import Any

from app.gui.navigation.focus import reveal
from app.gui.widgets.fields import TextField
from app.gui.widgets.threshold import ThresholdSlider

PRESS_S = 0.05
"""How long a button stays down."""


def press(widget: Any, value: Any) -> None:
    if hasattr(widget, "trigger_action"):
        widget.trigger_action(PRESS_S)
    else:
        focus(widget, value)


def focus(widget: Any, value: Any) -> None:
    widget.focus = True


def show(widget: Any, value: Any) -> None:
    reveal(widget)


def set_value(widget: Any, value: Any) -> None:
    if isinstance(widget, ThresholdSlider) and isinstance(value, int | float):
        widget.move_to(float(value))
    elif isinstance(widget, TextField) and isinstance(value, str):
        widget.text = value


def increase(widget: Any, value: Any) -> None:
    widget.move_by_steps(1)


def decrease(widget: Any, value: Any) -> None:
    widget.move_by_steps(-1)


ACTIONS: dict[str, Callable[[Any, Any], None]] = {
    "CLICK": press,
    "FOCUS": focus,
    "SCROLL_INTO_VIEW": show,
    "SET_VALUE": set_value,
    "INCREMENT": increase,
    "DECREMENT": decrease,
}
"""By accesskit's name. Each takes the widget and the value that the screen reader sent, if any."""
