"""An icon for the tone of a message, so that colour is never the only sign."""

from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import ColorProperty, OptionProperty
from kivy.uix.widget import Widget

from app.gui.drawing.rounded_box import RoundedBox
from app.presenters.tone import Tone

Strokes = tuple[tuple[float, ...], ...]
"""Lines of x and y in turn, as shares of the icon's side from its bottom left."""

SIGNS: dict[Tone, Strokes] = {
    Tone.GOOD: ((0.12, 0.5, 0.4, 0.22, 0.88, 0.78),),
    Tone.BAD: ((0.2, 0.2, 0.8, 0.8), (0.2, 0.8, 0.8, 0.2)),
    Tone.UNSURE: ((0.5, 0.88, 0.5, 0.42),),
    Tone.CALM: ((0.3, 0.5, 0.7, 0.5),),
}
"""A tick, a cross, an exclamation mark above its dot, and a dash."""
DOTS = {Tone.UNSURE: (0.5, 0.15)}
"""Their centres."""
THICKER = {Tone.UNSURE: 1.4}
"""A single upright stroke looks thinner than a slanted one."""
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
            self._dot = RoundedBox()
        self.bind(pos=self._place, size=self._place, tone=self._place, color=self._paint)
        self._place()

    def _paint(self, *changed: object) -> None:
        self._ink.rgba = self.color

    def _place(self, *changed: object) -> None:
        side = min(self.width, self.height)
        left = self.x + (self.width - side) / 2
        bottom = self.y + (self.height - side) / 2
        strokes = SIGNS[self.tone]
        width = max(dp(MIN_WIDTH_DP), WIDTH_SHARE * side) * THICKER.get(self.tone, 1)
        for index, line in enumerate(self._lines):
            stroke = strokes[index] if index < len(strokes) else ()
            line.width = width
            line.points = [(bottom if at % 2 else left) + share * side for at, share in enumerate(stroke)]
        self._place_dot(left, bottom, side, 1.25 * width)

    def _place_dot(self, left: float, bottom: float, side: float, radius: float) -> None:
        across, up = DOTS.get(self.tone, (0.0, 0.0))
        self._dot.radius = radius
        self._dot.pos = left + across * side - radius, bottom + up * side - radius
        self._dot.size = (2 * radius, 2 * radius) if self.tone in DOTS else (0, 0)
