"""The loss of a training over its steps."""

from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from app.gui.drawing.colours import colours

Points = tuple[tuple[float, float], ...]
"""The share of the steps that are done, in [0, 1], and the loss."""


class LossCurve(Widget):
    """The highest loss is at the top, 0 at the bottom. Styled in loss_curve.kv."""

    points: Points = ObjectProperty(())

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        with self.canvas:
            self._colour = Color(*colours.ACCENT)
            self._line = SmoothLine(width=dp(1.4), cap="round", joint="round")
        self.bind(points=self._draw, pos=self._draw, size=self._draw)

    def _draw(self, *changed: object) -> None:
        self._colour.rgba = colours.ACCENT
        top = max((loss for _, loss in self.points), default=0.0) or 1.0
        self._line.points = [
            coordinate
            for share, loss in self.points
            for coordinate in (self.x + share * self.width, self.y + loss / top * self.height)
        ]
