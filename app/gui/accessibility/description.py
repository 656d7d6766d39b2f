"""What a screen reader needs to know about the widgets of the window."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kivy.uix.label import Label
from kivy.uix.modalview import ModalView
from kivy.uix.widget import Widget

from app.gui.widgets.buttons import BaseButton, LabelledCheckBox, ToggleOption
from app.gui.widgets.fields import ProgressLine, TextField
from app.gui.widgets.hover import Tooltip
from app.gui.widgets.threshold import ThresholdSlider

ROOT_ID = 0
"""Id of the window. A widget's id is its ``uid``, which is larger."""


class Role(StrEnum):
    """Names of accesskit's roles."""

    BUTTON = "BUTTON"
    CHECK_BOX = "CHECK_BOX"
    DIALOG = "DIALOG"
    LABEL = "LABEL"
    PROGRESS = "PROGRESS_INDICATOR"
    OPTION = "RADIO_BUTTON"
    SLIDER = "SLIDER"
    TEXT_FIELD = "TEXT_INPUT"


ROLES: dict[type[Widget], Role] = {
    ModalView: Role.DIALOG,
    LabelledCheckBox: Role.CHECK_BOX,
    ToggleOption: Role.OPTION,
    BaseButton: Role.BUTTON,
    TextField: Role.TEXT_FIELD,
    ThresholdSlider: Role.SLIDER,
    ProgressLine: Role.PROGRESS,
    Label: Role.LABEL,
}
"""The first class that a widget is an instance of counts."""


@dataclass(frozen=True, slots=True)
class AccessibleWidget:
    """``bounds``: left, top, right and bottom in pixels from the window's top left corner. ``value``: of a
    text field. ``amount``: of a slider or a progress bar, in [0, 1]. ``live``: changes are to be read out."""

    number: int
    role: Role
    label: str
    bounds: tuple[float, float, float, float]
    description: str = ""
    value: str | None = None
    amount: float | None = None
    checked: bool | None = None
    disabled: bool = False
    focusable: bool = False
    live: bool = False


def describe(top: Widget, window_height: float) -> list[AccessibleWidget]:
    """The visible widgets below ``top``, the main window or the dialog that covers it, in reading order."""
    return [_describe(widget, role, window_height) for widget, role in _readable(top)]


def _readable(top: Widget) -> Iterator[tuple[Any, Role]]:
    """Leaves out what is invisible, and the labels that are parts of a button."""
    if top.opacity == 0 or isinstance(top, Tooltip):
        return
    role = next((role for kind, role in ROLES.items() if isinstance(top, kind)), None)
    if role and (role is not Role.LABEL or top.text):
        yield top, role
    for child in reversed(top.children):
        yield from _readable(child)


def _describe(widget: Any, role: Role, window_height: float) -> AccessibleWidget:
    left, bottom = widget.to_window(widget.x, widget.y)
    return AccessibleWidget(
        widget.uid,
        role,
        _label(widget, role),
        (left, window_height - bottom - widget.height, left + widget.width, window_height - bottom),
        description=getattr(widget, "tooltip", ""),
        value=widget.text if role is Role.TEXT_FIELD else None,
        amount=_amount(widget, role),
        checked=widget.state == "down" if role in (Role.CHECK_BOX, Role.OPTION) else None,
        disabled=widget.disabled,
        focusable=bool(getattr(widget, "is_focusable", False)) and not widget.disabled,
        live=bool(getattr(widget, "live", False)),
    )


def _amount(widget: Any, role: Role) -> float | None:
    amounts = {Role.SLIDER: "value", Role.PROGRESS: "share"}
    return float(getattr(widget, amounts[role])) if role in amounts else None


def _label(widget: Any, role: Role) -> str:
    names = {Role.DIALOG: "title", Role.TEXT_FIELD: "hint_text", Role.SLIDER: "label", Role.PROGRESS: "label"}
    return str(getattr(widget, names.get(role, "text"), ""))
