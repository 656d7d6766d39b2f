"""The camera image with the judged face marked. Styled in preview.kv."""

from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty
from kivy.uix.widget import Widget

from app.gui.drawing.colours import PICTURE_EDGE, PICTURE_MARKS
from app.gui.drawing.geometry import Area, box_to_window, fit_inside, strips_beside
from app.gui.drawing.rounded_box import RoundedBox
from app.gui.drawing.texture import ImageTexture
from app.presenters.tone import Tone
from model.vision.frame import Box, Frame

CORNER, CLOSED = 0.22, 0.5
NOWHERE = Area(0, 0, 0, 0)


class Preview(Widget):
    """``mirrored`` flips the image and the box together."""

    background = ColorProperty()
    """Of the card behind the image."""
    mirrored = BooleanProperty(False)
    is_empty = BooleanProperty(True)
    """Whether there is no image to show."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._frame: Frame | None = None
        self._box: Box | None = None
        self._judged_size = (1, 1)
        self._reach = CORNER
        with self.canvas.before:
            self._background_colour = Color(*self.background)
            self._strips = (RoundedBox(), RoundedBox())
        with self.canvas:
            self._texture = ImageTexture()
            self._edge_colour = Color(0, 0, 0, 0)
            self._edges = [SmoothLine(width=dp(3.2), cap="round", joint="round") for _ in range(4)]
            self._box_colour = Color(0, 0, 0, 0)
            self._corners = [SmoothLine(width=dp(1.6), cap="round", joint="round") for _ in range(4)]
        self.bind(pos=self._place, size=self._place, mirrored=self._place)
        self.bind(background=self._paint)

    @property
    def shown(self) -> Frame | None:
        """The frame on the screen."""
        return self._frame

    def show(self, frame: Frame | None) -> None:
        """Show ``frame``; None clears the image. Showing the same frame again costs nothing."""
        if frame is self._frame:
            return
        resized = frame is None or self._frame is None or frame.image.shape != self._frame.image.shape
        self._frame = frame
        self.is_empty = frame is None
        self._texture.show(frame.image if frame else None)
        if resized:
            self._place()
        self.canvas.ask_update()

    def mark(self, box: Box | None, tone: Tone, judged: Frame | None) -> None:
        """Draw corners around ``box``, in pixels of the ``judged`` frame; None removes them. With a good
        ``tone`` they close to an outline."""
        self._reach = CLOSED if tone is Tone.GOOD else CORNER
        self._box = box if judged else None
        if judged:
            self._judged_size = judged.image.shape[1], judged.image.shape[0]
        self._box_colour.rgba = PICTURE_MARKS[tone] if self._box else (0, 0, 0, 0)
        self._edge_colour.rgba = PICTURE_EDGE if self._box else (0, 0, 0, 0)
        self._place_box()

    def image_area(self) -> Area:
        """Where the image is in the window."""
        area = Area(self.x, self.y, self.width, self.height)
        if self._frame is None:
            return area
        height, width = self._frame.image.shape[:2]
        return fit_inside((width, height), area)

    def _paint(self, *changed: object) -> None:
        self._background_colour.rgba = self.background

    def _place(self, *changed: object) -> None:
        self._place_background()
        self._texture.place(self.image_area(), self.mirrored)
        self._place_box()

    def _place_background(self) -> None:
        """Only beside the image: without a graphics card, drawing under it takes two milliseconds."""
        area, radius = Area(self.x, self.y, self.width, self.height), dp(12)
        shown = strips_beside(self.image_area(), area, radius) if self._frame else (area, NOWHERE)
        for strip, place in zip(self._strips, shown, strict=True):
            strip.radius = radius
            strip.pos, strip.size = (place.left, place.bottom), (place.width, place.height)

    def _place_box(self) -> None:
        if self._box is None:
            return
        area = box_to_window(self._box, self._judged_size, self.image_area(), self.mirrored)
        corners = _corner_points(area, self._reach)
        for line, edge, points in zip(self._corners, self._edges, corners, strict=True):
            line.points = edge.points = points


def _corner_points(area: Area, share: float) -> list[list[float]]:
    """Four angles of three points each, at the corners of ``area``, as x and y in turn. ``share`` of the
    sides that each arm covers."""
    arm = share * min(area.width, area.height)
    across, down = (share * area.width, share * area.height) if share == CLOSED else (arm, arm)
    left, right, bottom, top = area.left, area.left + area.width, area.bottom, area.bottom + area.height
    corners = [(left, bottom, 1, 1), (right, bottom, -1, 1), (right, top, -1, -1), (left, top, 1, -1)]
    return [[x, y + dy * down, x, y, x + dx * across, y] for x, y, dx, dy in corners]
