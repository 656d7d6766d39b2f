"""A text, a text field and a progress bar."""

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget

from app.gui.accessibility.counted_label import CountedLabel
from app.gui.drawing.wrapped_label import WrappedLabel
from app.gui.navigation.focus import FocusableBehavior


class Text(WrappedLabel, CountedLabel):
    """Styled in theme.kv."""


class TextField(FocusableBehavior, TextInput):
    """One line of text; styled in fields.kv. ``accessible_name``: what a screen reader calls it, if not by
    its hint."""

    accessible_name = StringProperty("")
    # Kivy would load its own pictures, which take two megabytes, before the style in fields.kv applies.
    background_normal = StringProperty("")
    background_active = StringProperty("")
    background_disabled_normal = StringProperty("")


class ProgressLine(Widget):
    """``share`` in [0, 1]: how much is done."""

    accessible_name = StringProperty("")

    share = NumericProperty(0.0)
