"""A menu of the screens, for a window that is too narrow for the tabs."""

from collections.abc import Callable, Sequence
from typing import Any

from kivy.properties import ObjectProperty

from app.gui.widgets.buttons import PlainButton
from app.gui.widgets.dialogs import Dialog


class ScreenMenu(Dialog):
    """Calls ``choose`` with the name of a screen."""

    choose: Callable[[str], object] = ObjectProperty(lambda name: None)

    def __init__(self, titles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """``titles``: the name and the title of each screen."""
        super().__init__(**kwargs)
        for name, title in titles:
            button = PlainButton(text=title)
            button.bind(on_release=lambda pressed, name=name: self._open(name))
            self.ids.screens.add_widget(button)

    def _open(self, name: str) -> None:
        self.dismiss()
        self.choose(name)
