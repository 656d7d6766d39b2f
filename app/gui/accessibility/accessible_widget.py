"""A widget as a screen reader knows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Names of accesskit's roles."""

    BUTTON = "BUTTON"
    CHECK_BOX = "CHECK_BOX"
    DIALOG = "DIALOG"
    GROUP = "GROUP"
    HEADING = "HEADING"
    IMAGE = "IMAGE"
    LABEL = "LABEL"
    OPTION = "RADIO_BUTTON"
    PASSWORD_FIELD = "PASSWORD_INPUT"
    PROGRESS = "PROGRESS_INDICATOR"
    SLIDER = "SLIDER"
    TAB = "TAB"
    TEXT_FIELD = "TEXT_INPUT"


TEXT_FIELDS = (Role.TEXT_FIELD, Role.PASSWORD_FIELD)
CHECKABLE = (Role.CHECK_BOX, Role.OPTION, Role.TAB)


@dataclass(frozen=True, slots=True)
class EditedText:
    """What a text field contains, and between which characters the selection and the cursor are."""

    text: str
    anchor: int
    cursor: int


@dataclass(frozen=True, slots=True)
class Amount:
    """Of a slider or a progress bar, in [0, 1]. ``step``: of an arrow key; 0 if the user cannot change it."""

    value: float
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class AccessibleWidget:
    """``number``: the widget's uid. ``bounds``: left, top, right and bottom in pixels from the window's top
    left corner. ``announcement``: what to read out after ``changes``, the number of which grows."""

    number: int
    role: Role
    name: str
    bounds: tuple[float, float, float, float]
    description: str = ""
    text: EditedText | None = None
    amount: Amount | None = None
    checked: bool | None = None
    disabled: bool = False
    focusable: bool = False
    announcement: str = ""
    changes: int = 0
    children: tuple["AccessibleWidget", ...] = ()


def every_widget(described: tuple[AccessibleWidget, ...]) -> Iterator[AccessibleWidget]:
    """Those in groups, too."""
    for widget in described:
        yield widget
        yield from every_widget(widget.children)
