"""A menu of the screens, for a window that is too narrow for the tabs."""

from collections.abc import Callable, Sequence
from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from app.gui.widgets.buttons import ToggleOption
from app.gui.widgets.dialogs import Dialog


class MenuOption(ToggleOption):
    """Opens a screen; styled in screen_menu.kv."""

    menu: "ScreenMenu" = ObjectProperty()
    screen_name = StringProperty("")


class ScreenMenu(Dialog):
    """Calls ``choose`` with the name of a screen."""

    choose: Callable[[str], object] = ObjectProperty(lambda name: None)

    def __init__(self, titles: Sequence[tuple[str, str]], current: str, **kwargs: Any) -> None:
        """``titles``: the name and the title of each screen. ``current``: the name of the one that is shown,
        which is marked."""
        super().__init__(**kwargs)
        for name, title in titles:
            state = "down" if name == current else "normal"
            self.ids.screens.add_widget(MenuOption(menu=self, screen_name=name, text=title, state=state))

    def on_open(self) -> None:
        """The screen that is shown has the focus."""
        for option in self.ids.screens.children:
            option.focus = option.state == "down"
        super().on_open()

    def open_screen(self, name: str) -> None:
        self.dismiss()
        self.choose(name)
