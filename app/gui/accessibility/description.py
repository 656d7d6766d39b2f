"""What a screen reader needs to know about the widgets of the window."""

from collections.abc import Iterator
from typing import Any

from kivy.uix.label import Label
from kivy.uix.layout import Layout
from kivy.uix.modalview import ModalView
from kivy.uix.widget import Widget

from app.gui.accessibility.accessible_widget import (
    CHECKABLE,
    TEXT_FIELDS,
    AccessibleWidget,
    Amount,
    EditedText,
    Role,
)
from app.gui.widgets.buttons import BaseButton, LabelledCheckBox, ScreenOption, ToggleOption
from app.gui.widgets.fields import ProgressLine, TextField
from app.gui.widgets.hover import Tooltip
from app.gui.widgets.threshold import ThresholdSlider
from model.terminal.similarity_format import decimal_places

ROLES: dict[type[Widget], Role] = {
    ModalView: Role.DIALOG,
    LabelledCheckBox: Role.CHECK_BOX,
    ScreenOption: Role.TAB,
    ToggleOption: Role.OPTION,
    BaseButton: Role.BUTTON,
    TextField: Role.TEXT_FIELD,
    ThresholdSlider: Role.SLIDER,
    ProgressLine: Role.PROGRESS,
    Label: Role.LABEL,
}
"""The first class that a widget is an instance of counts."""


def describe(top: Widget, window_height: float) -> tuple[AccessibleWidget, ...]:
    """The visible widgets of ``top``, the main window or the dialog that covers it, in reading order. Groups
    and dialogs contain widgets."""
    return tuple(_describe(top, window_height))


def _describe(widget: Any, window_height: float) -> Iterator[AccessibleWidget]:
    """Leaves out what is invisible, and the labels that are parts of a button."""
    if widget.opacity == 0 or isinstance(widget, Tooltip):
        return
    role = _role(widget)
    inner = () if role and _is_one_control(role) else _inner(widget, window_height)
    if role:
        yield _described(widget, role, window_height, inner)
    else:
        yield from inner


def _inner(widget: Any, window_height: float) -> tuple[AccessibleWidget, ...]:
    return tuple(found for child in reversed(widget.children) for found in _describe(child, window_height))


def _is_one_control(role: Role) -> bool:
    return role not in (Role.DIALOG, Role.GROUP)


def _role(widget: Any) -> Role | None:
    """None for what only arranges or decorates."""
    role = next((role for kind, role in ROLES.items() if isinstance(widget, kind)), None)
    if role is Role.LABEL:
        return _label_role(widget) if widget.text else None
    if role is Role.TEXT_FIELD and widget.password:
        return Role.PASSWORD_FIELD
    if role is None and getattr(widget, "accessible_name", None):
        return Role.GROUP if isinstance(widget, Layout) else Role.IMAGE
    return role


def _label_role(label: Any) -> Role:
    return Role.HEADING if getattr(label, "is_heading", False) else Role.LABEL


def _described(
    widget: Any, role: Role, window_height: float, inner: tuple[AccessibleWidget, ...]
) -> AccessibleWidget:
    left, bottom = widget.to_window(widget.x, widget.y)
    return AccessibleWidget(
        widget.uid,
        role,
        _name(widget, role),
        (left, window_height - bottom - widget.height, left + widget.width, window_height - bottom),
        description=_one_line(getattr(widget, "tooltip", "")),
        text=_edited_text(widget) if role in TEXT_FIELDS else None,
        amount=_amount(widget, role),
        checked=widget.state == "down" if role in CHECKABLE else None,
        disabled=widget.disabled,
        focusable=bool(getattr(widget, "is_focusable", False)) and not widget.disabled,
        announcement=_announcement(widget) if role is Role.LABEL else "",
        changes=getattr(widget, "changes", 0),
        children=inner,
    )


def _name(widget: Any, role: Role) -> str:
    shown = {Role.DIALOG: "title", Role.TEXT_FIELD: "hint_text", Role.PASSWORD_FIELD: "hint_text"}
    attribute = shown.get(role, "text")
    return _one_line(getattr(widget, "accessible_name", "") or str(getattr(widget, attribute, "")))


def _one_line(text: str) -> str:
    """A screen reader pauses where a line ended."""
    lines = text.splitlines()
    return "".join(f"{line}{_pause(line)}" for line in lines[:-1]) + "".join(lines[-1:])


def _pause(line: str) -> str:
    return " " if line.endswith((".", ",")) else ", "


def _edited_text(field: Any) -> EditedText:
    """Of a password only its length."""
    text = field.password_mask * len(field.text) if field.password else field.text
    cursor = field.cursor_index()
    anchor = field.selection_from if field.selection_text else cursor
    return EditedText(text, min(anchor, len(text)), min(cursor, len(text)))


def _amount(widget: Any, role: Role) -> Amount | None:
    if role is Role.SLIDER:
        # As the window shows it.
        return Amount(round(widget.value, decimal_places(widget.value)), widget.scale.step)
    return Amount(min(1.0, float(widget.share))) if role is Role.PROGRESS else None


def _announcement(widget: Any) -> str:
    """``live`` labels are read out when their text changes, with the text that explains it."""
    if not getattr(widget, "live", False):
        return ""
    return " ".join(filter(None, (_sentence(widget.text), getattr(widget, "explanation", ""))))


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?…" else f"{text}."
