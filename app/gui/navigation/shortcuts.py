"""The keys of the window and of each screen: one table for what they do and for the help sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.translation.catalogue import translatable

SCREEN_KEYS = "123456789"
DELETE_KEYS = ("delete", "backspace")
"""The key that deletes on a Mac is a backspace."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """``keys`` and ``action`` are translated where they are shown. ``pressed``: each key as ``name_of`` names
    it. ``run``: called with the screen; only for a key of a screen. False if it had nothing to do."""

    keys: str
    action: str
    pressed: tuple[str, ...]
    run: Callable[[Any], object] | None = None


WINDOW_SHORTCUTS = (
    Shortcut("F1", translatable("Show this help"), ("f1",)),
    Shortcut(
        translatable("Ctrl+1 to Ctrl+{screens}"),
        translatable("Open a screen, in the order of the menu"),
        tuple(f"ctrl+{number}" for number in SCREEN_KEYS),
    ),
    Shortcut(
        translatable("Tab, Shift+Tab"),
        translatable("Go to the next or the previous control"),
        ("tab", "shift+tab"),
    ),
    Shortcut(
        translatable("Enter, Space"), translatable("Press the focused control"), ("enter", "numpadenter", " ")
    ),
    Shortcut(
        translatable("Arrow keys"),
        translatable("Move a slider, or go to the next option in a group"),
        ("left", "right", "up", "down"),
    ),
    Shortcut(translatable("Page up, Page down"), translatable("Scroll"), ("pageup", "pagedown")),
    Shortcut(translatable("Escape"), translatable("Close a dialog or a message"), ("escape",)),
    Shortcut(
        translatable("Ctrl+Plus, Ctrl+Minus"),
        translatable("Make the text larger or smaller"),
        ("ctrl++", "ctrl+=", "ctrl+-"),
    ),
    Shortcut(translatable("Ctrl+0"), translatable("Return to the normal text size"), ("ctrl+0",)),
    Shortcut("Q", translatable("Go back to “Verify”, or quit from there"), ("q",)),
)
FOCUS_KEYS = frozenset(("enter", "numpadenter", " ", "left", "right", "up", "down"))
"""Keys of ``WINDOW_SHORTCUTS`` that the focused widget handles itself."""


def undo_shortcut(action: str) -> Shortcut:
    """For a screen with ``undo``."""
    return Shortcut(translatable("Ctrl+Z"), action, ("ctrl+z",), lambda screen: screen.undo())


def remove_shortcut() -> Shortcut:
    """For a screen with galleries."""
    return Shortcut(
        translatable("Del, Backspace"),
        translatable("Remove the selected picture"),
        DELETE_KEYS,
        lambda screen: screen.remove_selected(),
    )
