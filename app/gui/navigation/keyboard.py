"""What the keys of the window do. Keys that a screen uses itself go to the screen."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kivy.core.window import Keyboard, Window
from kivy.uix.textinput import TextInput

from app.gui.navigation.focus import focus_end, focused_widget, scroll_page
from app.gui.navigation.shortcuts import FOCUS_KEYS, SCREEN_KEYS, Shortcut
from app.gui.widgets.hover import topmost_dialog

if TYPE_CHECKING:
    from app.gui.main_window import MainWindow

TAB, ESCAPE = Keyboard.keycodes["tab"], Keyboard.keycodes["escape"]
PAGES = {Keyboard.keycodes["pageup"]: -1, Keyboard.keycodes["pagedown"]: 1}
NAMED = ("escape", "f1", "pageup", "pagedown", "delete", "backspace")
NAMES = {Keyboard.keycodes[name]: name for name in NAMED}
TEXT_STEP = 25
"""Per cent of the normal size."""

KeyAction = Callable[[], object]


class WindowKeyboard:
    """Listens from its creation until ``close``. ``actions``: what each key of the window does, by the name
    of the key. An action that returns False had nothing to do, and left the key to others."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.actions: dict[str, KeyAction] = {
            "tab": partial(self._begin_focus, last=False),
            "shift+tab": partial(self._begin_focus, last=True),
            "f1": window.show_help,
            "escape": window.dismiss_notice,
            "pageup": lambda: scroll_page(window.screen, -1),
            "pagedown": lambda: scroll_page(window.screen, 1),
            "q": window.go_back,
            "ctrl+0": partial(window.change_text_size, 0),
            "ctrl+-": partial(window.change_text_size, -TEXT_STEP),
            **dict.fromkeys(("ctrl++", "ctrl+="), partial(window.change_text_size, TEXT_STEP)),
            **{f"ctrl+{number}": partial(window.navigate_to, int(number)) for number in SCREEN_KEYS},
        }
        Window.bind(on_key_down=self._on_key_down)

    def close(self) -> None:
        Window.unbind(on_key_down=self._on_key_down)

    def handle_key(self, name: str) -> bool:
        """Returns whether the key was used."""
        if self._takes_key(name):
            return False
        action = self.actions.get(name) or action_of(name, self._window.screen.shortcuts, self._window.screen)
        return action is not None and action() is not False

    def _on_key_down(
        self, window: Any, key: int, scancode: int, text: str | None, modifiers: list[str]
    ) -> bool:
        dialog = topmost_dialog()
        if dialog:
            return self._handle_in_dialog(dialog, key)
        return self.handle_key(name_of(key, text, modifiers))

    @staticmethod
    def _handle_in_dialog(dialog: Any, key: int) -> bool:
        """Escape closes the dialog also while a text field, which would use the key itself, has the focus."""
        if key == ESCAPE and dialog.auto_dismiss:
            dialog.dismiss()
            return True
        if key in PAGES:
            return scroll_page(dialog, PAGES[key])
        return key == TAB and focused_widget(dialog) is None and focus_end(dialog)

    def _begin_focus(self, *, last: bool) -> bool:
        """Tab moves the focus by itself once a widget has it."""
        if focused_widget(self._window) is not None:
            return False
        return focus_end(self._window.screen, last=last)

    def _takes_key(self, name: str) -> bool:
        """Whether the widget with the focus uses the key: in a field also those that type and edit."""
        focused = focused_widget(self._window)
        if isinstance(focused, TextInput):
            return len(name) == 1 or name in ("delete", "backspace", "ctrl+z")
        return focused is not None and name in FOCUS_KEYS


def name_of(key: int, text: str | None, modifiers: Sequence[str]) -> str:
    """Such as "a", "ctrl+z" or "pageup". Empty for AltGr, which types braces on many keyboards and which
    Windows reports as Ctrl and Alt."""
    if "alt" in modifiers:
        return ""
    if key == TAB:
        return "shift+tab" if "shift" in modifiers else "tab"
    control = "ctrl+" if "ctrl" in modifiers or "meta" in modifiers else ""
    character = "" if key >= 0x110000 else chr(key)
    return control + (NAMES.get(key) or text or character).lower()


def action_of(name: str, shortcuts: Sequence[Shortcut], screen: Any) -> KeyAction | None:
    """What the key does on ``screen``."""
    run = next((one.run for one in shortcuts if name in one.pressed and one.run), None)
    return run and partial(run, screen)
