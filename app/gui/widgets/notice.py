"""A sentence that comes and goes at the foot of the window."""

from kivy.properties import StringProperty
from kivy.uix.label import Label


class NoticeBar(Label):
    """Invisible without ``text``; looks are in notice.kv."""

    tone = StringProperty("calm")
