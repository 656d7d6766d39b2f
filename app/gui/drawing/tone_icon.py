"""An icon for the tone of a message, so that colour is never the only sign."""

from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import ColorProperty, OptionProperty
from kivy.uix.widget import Widget

from app.presenters.tone import Tone

Strokes = tuple[tuple[float, ...], ...]
"""Lines of x and y in turn, as shares of the icon's side from its bottom left."""

SIGNS: dict[Tone, Strokes] = {
    Tone.GOOD: ((0.12, 0.5, 0.4, 0.22, 0.88, 0.78),),
    Tone.BAD: ((0.2, 0.2, 0.8, 0.8), (0.2, 0.8, 0.8, 0.2)),
    Tone.UNSURE: ((0.5, 0.92, 0.5, 0.4), (0.5, 0.18, 0.5, 0.1)),
    Tone.CALM: ((0.3, 0.5, 0.7, 0.5),),
}
"""A tick, a cross, an exclamation mark and a dash."""
MOST_STROKES = max(map(len, SIGNS.values()))
MIN_WIDTH_DP, WIDTH_SHARE = 1.4, 0.06
"""Of a stroke; the share is of the icon's side."""


class ToneIcon(Widget):
    """A square icon in ``color``, centred in the widget; styled in notice.kv."""

    tone = OptionProperty(Tone.CALM, options=list(Tone))
    color = ColorProperty()

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        with self.canvas:
            self._ink = Color(*self.color)
            self._lines = [SmoothLine(cap="round", joint="round") for _ in range(MOST_STROKES)]
        self.bind(pos=self._place, size=self._place, tone=self._place, color=self._paint)
        self._place()

    def _paint(self, *changed: object) -> None:
        self._ink.rgba = self.color

    def _place(self, *changed: object) -> None:
        side = min(self.width, self.height)
        left = self.x + (self.width - side) / 2
        bottom = self.y + (self.height - side) / 2
        strokes = SIGNS[self.tone]
        for index, line in enumerate(self._lines):
            stroke = strokes[index] if index < len(strokes) else ()
            line.width = max(dp(MIN_WIDTH_DP), WIDTH_SHARE * side)
            line.points = [(bottom if at % 2 else left) + share * side for at, share in enumerate(stroke)]
