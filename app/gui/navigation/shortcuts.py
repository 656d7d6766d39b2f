"""The keys of the window and what they do, for the help sheet."""

from dataclasses import dataclass

from app.translation.catalogue import translatable


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Both fields are translated where they are shown."""

    keys: str
    action: str


WINDOW_SHORTCUTS = (
    Shortcut("F1", translatable("Show this help")),
    Shortcut(
        translatable("Ctrl+1 to Ctrl+{screens}"), translatable("Open a screen, in the order of the menu")
    ),
    Shortcut(translatable("Tab, Shift+Tab"), translatable("Go to the next or the previous control")),
    Shortcut(translatable("Enter, Space"), translatable("Press the focused control")),
    Shortcut(translatable("Arrow keys"), translatable("Move a slider, or go to the next option in a group")),
    Shortcut(translatable("Page up, Page down"), translatable("Scroll")),
    Shortcut(translatable("Escape"), translatable("Close a dialog or a message")),
    Shortcut(translatable("Ctrl+Plus, Ctrl+Minus"), translatable("Make the text larger or smaller")),
    Shortcut(translatable("Ctrl+0"), translatable("Return to the normal text size")),
    Shortcut("Q", translatable("Go back to Verify, or quit from there")),
)
