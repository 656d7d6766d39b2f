"""An arrow over the camera picture: which way the user should turn the head."""

from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import OptionProperty
from kivy.uix.widget import Widget

from app.gui.drawing.colours import PICTURE_EDGE, PICTURE_MARKS
from app.presenters.tone import Tone

HEIGHT, WIDTH, MARGIN = 0.24, 0.09, 0.05
"""Of the arrow, and its distance from the picture's side, as shares of the widget's height."""
ASPECT = 4 / 3
"""Of most webcams' pictures."""


class TurnArrow(Widget):
    """``turn``: the user's own left or right, or none. Who faces a screen has their left where the screen has
    its left, whether the picture is mirrored or not."""

    turn = OptionProperty("", options=("", "left", "right"))

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        with self.canvas:
            self._shade = Color(0, 0, 0, 0)
            self._shadow = SmoothLine(cap="round", joint="round")
            self._ink = Color(0, 0, 0, 0)
            self._line = SmoothLine(cap="round", joint="round")
        self.bind(pos=self._place, size=self._place, turn=self._place)

    def _place(self, *changed: object) -> None:
        shown = bool(self.turn)
        self._shade.rgba = PICTURE_EDGE if shown else (0, 0, 0, 0)
        self._ink.rgba = PICTURE_MARKS[Tone.UNSURE] if shown else (0, 0, 0, 0)
        # In a small picture, wide lines would reach beyond its side.
        self._line.width = max(1.0, min(dp(4), 0.4 * MARGIN * self.height))
        self._shadow.width = 1.75 * self._line.width
        self._line.points = self._shadow.points = self._points() if shown else ()

    def _points(self) -> tuple[float, ...]:
        """From the top over the tip to the bottom."""
        direction = -1 if self.turn == "left" else 1
        middle_x, middle_y = self.x + self.width / 2, self.y + self.height / 2
        side = middle_x + direction * min(self.width, ASPECT * self.height) / 2
        tip = side - direction * MARGIN * self.height
        back, half = tip - direction * WIDTH * self.height, HEIGHT * self.height / 2
        return back, middle_y + half, tip, middle_y, back, middle_y - half
