"""A part of a screen that is not always shown."""

from typing import Any

from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget


class Optional(BoxLayout):
    """Its children are in the window only while ``shown``: hidden ones would still take clicks and the focus.
    Styled in optional.kv."""

    shown = BooleanProperty(True)

    def __init__(self, **kwargs: Any) -> None:
        self._hidden: list[Widget] = []
        super().__init__(**kwargs)

    def on_shown(self, widget: object, shown: bool) -> None:
        if shown:
            hidden, self._hidden = self._hidden, []
            for child in hidden:
                self.add_widget(child)
        else:
            self._hidden = self.children[::-1]
            self.clear_widgets()
