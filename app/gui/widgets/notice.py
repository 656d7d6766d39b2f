"""A message at the bottom of the window."""

from kivy.input.motionevent import MotionEvent
from kivy.properties import StringProperty
from kivy.uix.label import Label


class NoticeBar(Label):
    """Invisible without ``text``. A click on it dispatches ``on_dismiss``. Styled in notice.kv."""

    tone = StringProperty("calm")
    live = True
    """A screen reader reads it out."""
    __events__ = ("on_dismiss",)

    def on_dismiss(self) -> None:
        """Overridden in .kv files."""

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if not self.text or not self.collide_point(*touch.pos):
            return bool(super().on_touch_down(touch))
        self.dispatch("on_dismiss")
        return True
