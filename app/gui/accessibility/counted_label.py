"""A label that knows how often its text has changed."""

from kivy.uix.label import Label


class CountedLabel(Label):
    """``changes``: of the text. A screen reader looks now and then, and must not miss that a verdict was
    replaced by an equal one."""

    changes = 0

    def on_text(self, label: object, text: str) -> None:
        self.changes += 1
