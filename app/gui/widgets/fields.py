"""A text, a text field and a progress bar."""

from typing import Any

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget

from app.gui.accessibility.counted_label import CountedLabel
from app.gui.widgets.focus import FocusableBehavior
from app.translation.line_breaks import unbreakable


class Text(CountedLabel):
    """A figure and its unit stay on one line; styled in theme.kv."""

    def _trigger_texture_update(self, name: Any = None, source: Any = None, value: Any = None) -> None:
        """``text`` itself stays as it was set."""
        drawn = unbreakable(value) if name == "text" else value
        super()._trigger_texture_update(name, source, drawn)


class TextField(FocusableBehavior, TextInput):
    """One line of text; styled in fields.kv. ``accessible_name``: what a screen reader calls it, if not by
    its hint."""

    accessible_name = StringProperty("")


class ProgressLine(Widget):
    """``share`` in [0, 1]: how much is done."""

    accessible_name = StringProperty("")

    share = NumericProperty(0.0)
