"""A text field and a progress bar."""

from kivy.properties import NumericProperty
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget

from app.gui.widgets.focus import FocusableBehavior


class TextField(FocusableBehavior, TextInput):
    """One line of text; styled in fields.kv."""


class ProgressLine(Widget):
    """``share`` in [0, 1]: how much is done."""

    share = NumericProperty(0.0)
