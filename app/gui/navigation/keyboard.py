"""What the keys of the window do. Keys that a screen uses itself go to the screen."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from kivy.core.window import Window
from kivy.uix.textinput import TextInput

from app.gui.widgets.focus import focus_end, focused_widget, scroll_page
from app.gui.widgets.hover import topmost_dialog

if TYPE_CHECKING:
    from app.gui.main_window import MainWindow

TAB, ESCAPE, F1, PAGE_UP, PAGE_DOWN = 9, 27, 282, 280, 281
LARGER, SMALLER, NORMAL = ("+", "="), ("-",), ("0",)
PRESS_KEYS = (" ", "\r")
SCREEN_KEYS = "123456789"
TEXT_STEP = 25
"""Per cent of the normal size."""


class WindowKeyboard:
    """Listens from its creation until ``close``."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._keys: dict[int, Callable[[list[str]], bool]] = {
            TAB: self._begin_focus,
            F1: lambda modifiers: _press(window.show_help),
            ESCAPE: lambda modifiers: window.dismiss_notice(),
            PAGE_UP: lambda modifiers: scroll_page(window.screen, -1),
            PAGE_DOWN: lambda modifiers: scroll_page(window.screen, 1),
        }
        Window.bind(on_key_down=self._on_key_down)

    def close(self) -> None:
        Window.unbind(on_key_down=self._on_key_down)

    def handle_key(self, key: str, modifiers: list[str]) -> bool:
        """A key that produces a character, in lower case."""
        if "alt" in modifiers:
            # Windows reports AltGr, which types braces on many keyboards, as Ctrl and Alt.
            return False
        if "ctrl" in modifiers or "meta" in modifiers:
            return self._handle_control(key)
        if self._takes_key(key):
            return False
        if key == "q":
            return _press(self._window.go_back)
        return bool(self._window.screen.handle_key(key))

    def _on_key_down(
        self, window: Any, key: int, scancode: int, text: str | None, modifiers: list[str]
    ) -> bool:
        dialog = topmost_dialog()
        if dialog:
            return self._handle_in_dialog(dialog, key)
        if key in self._keys:
            return self._keys[key](modifiers)
        return self.handle_key((text or (chr(key) if key < 0x110000 else "")).lower(), modifiers)

    @staticmethod
    def _handle_in_dialog(dialog: Any, key: int) -> bool:
        """Escape closes the dialog also while a text field, which would use the key itself, has the focus."""
        if key == ESCAPE and dialog.auto_dismiss:
            dialog.dismiss()
            return True
        return key == TAB and focused_widget(dialog) is None and focus_end(dialog)

    def _handle_control(self, key: str) -> bool:
        for keys, step in ((LARGER, TEXT_STEP), (SMALLER, -TEXT_STEP), (NORMAL, 0)):
            if key in keys:
                return _press(partial(self._window.change_text_size, step))
        return key in SCREEN_KEYS and self._window.navigate_to(int(key))

    def _begin_focus(self, modifiers: list[str]) -> bool:
        """Tab moves the focus by itself once a widget has it."""
        if focused_widget(self._window) is not None:
            return False
        return focus_end(self._window.screen, last="shift" in modifiers)

    def _takes_key(self, key: str) -> bool:
        """Whether ``key`` is for the widget with the focus: any key while typing, a press of any other."""
        focused = focused_widget(self._window)
        return isinstance(focused, TextInput) or (focused is not None and key in PRESS_KEYS)


def _press(action: Callable[[], object]) -> bool:
    """Perform the action of a key. Returns True: the key was used."""
    action()
    return True
