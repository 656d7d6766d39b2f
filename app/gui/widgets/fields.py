"""What is typed into, and what shows how far something is."""

from kivy.properties import NumericProperty
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget


class TextField(TextInput):
    """One line of text; looks are in theme.kv."""


class ProgressLine(Widget):
    """``share`` in [0, 1] of the way."""

    share = NumericProperty(0.0)
