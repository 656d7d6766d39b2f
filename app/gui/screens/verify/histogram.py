"""Bars of similarities with the threshold and the live value among them."""

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.metrics import dp
from kivy.properties import ColorProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from app.gui.drawing.colours import colours
from app.gui.drawing.scales import SIMILARITY, Scale
from app.presenters.verification.histogram import HistogramView

BAR_ALPHA = 0.75


class SimilarityHistogram(Widget):
    """``threshold`` and ``live`` are similarities; ``live`` is below 0 without a face. ``scale`` is that of
    the slider below it, with the same width."""

    view: HistogramView = ObjectProperty(HistogramView())
    threshold = NumericProperty(1.0)
    live = NumericProperty(-1.0)
    live_colour = ColorProperty()
    """Of the live value; muted without one."""
    scale: Scale = ObjectProperty(SIMILARITY)

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        draw = Clock.create_trigger(lambda dt: self._draw(), -1)
        self.bind(view=draw, pos=draw, size=draw)
        self.bind(threshold=self._place_lines, live=self._place_lines)
        colours.bind(OF_TONE=draw)
        self._draw()

    @staticmethod
    def bar_colour(colour: list[float]) -> list[float]:
        return [*colour[:3], BAR_ALPHA]

    def _draw(self) -> None:
        self.canvas.clear()
        with self.canvas:
            self._draw_bars(self.view.strangers, colours.MUTED)
            self._draw_bars(self.view.person, colours.ACCENT)
            self._live_colour = Color()
            self._live = Rectangle()
            Color(*colours.TEXT)
            self._line = Rectangle()
        self._place_lines()

    def _draw_bars(self, heights: tuple[float, ...], colour: list[float]) -> None:
        Color(*self.bar_colour(colour))
        step = self.width / max(1, len(heights))
        for index, height in enumerate(heights):
            Rectangle(
                pos=(self.x + index * step, self.y), size=(max(1.0, step - dp(1)), height * self.height)
            )

    def _place_lines(self, *changed: object) -> None:
        self._line.pos = self._x(self.threshold) - dp(1), self.y
        self._line.size = dp(2), self.height
        passes = self.live > self.threshold
        self.live_colour = colours.MUTED if self.live < 0 else colours.GOOD if passes else colours.BAD
        self._live_colour.rgba = self.live_colour
        live_x = min(self._x(max(0.0, self.live)) - dp(2), self.x + self.width - dp(4))
        self._live.pos = live_x, self.y
        self._live.size = (dp(4), self.height) if self.live >= 0 else (0, 0)

    def _x(self, similarity: float) -> float:
        return self.x + self.width * self.scale.position(min(1.0, similarity))
