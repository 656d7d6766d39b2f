"""The line at the bottom of the window: a message, or a hint while there is none."""

from kivy.input.motionevent import MotionEvent
from kivy.properties import StringProperty

from app.gui.accessibility.counted_label import CountedLabel
from app.gui.drawing.wrapped_label import WrappedLabel


class NoticeBar(WrappedLabel, CountedLabel):
    """Has room of its own, so a message never covers a control; a long one takes some of the screen's. A
    click on a ``message`` dispatches ``on_dismiss``. Styled in notice.kv."""

    message = StringProperty("")
    hint = StringProperty("")
    tone = StringProperty("calm")
    __events__ = ("on_dismiss",)

    @property
    def live(self) -> bool:
        """Whether a screen reader reads it out."""
        return bool(self.message)

    def on_dismiss(self) -> None:
        """Overridden in .kv files."""

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if not self.message or not self.collide_point(*touch.pos):
            return bool(super().on_touch_down(touch))
        self.dispatch("on_dismiss")
        return True
