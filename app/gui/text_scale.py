"""The size of text, which widgets that hold text follow."""

from kivy import metrics
from kivy.event import EventDispatcher
from kivy.properties import ObjectProperty


class TextScale(EventDispatcher):
    """A length in a .kv file such as ``height: '40sp'`` follows by itself. In an expression, write
    ``text_scale.sp(40)`` after ``#:import text_scale app.gui.text_scale.text_scale``."""

    sp = ObjectProperty(metrics.sp)

    def use(self, per_cent: int) -> None:
        """100 is the normal size."""
        metrics.Metrics.fontscale = per_cent / 100
        self.property("sp").dispatch(self)


text_scale = TextScale()
