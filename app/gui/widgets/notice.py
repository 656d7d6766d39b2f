"""A message at the bottom of the window."""

from kivy.properties import StringProperty
from kivy.uix.label import Label


class NoticeBar(Label):
    """Invisible without ``text``; styled in notice.kv."""

    tone = StringProperty("calm")
