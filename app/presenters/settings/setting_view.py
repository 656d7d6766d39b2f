"""A setting as the Settings screen shows it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    value: Any
    label: str


@dataclass(frozen=True, slots=True)
class SettingView:
    """``name`` is that of the field in ``Settings``."""

    name: str
    title: str
    explanation: str
    choices: tuple[Choice, ...]
    chosen: Any


@dataclass(frozen=True, slots=True)
class SettingGroup:
    title: str
    settings: tuple[SettingView, ...]
