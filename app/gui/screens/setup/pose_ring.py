"""A ring around the face that shows which poses are enrolled."""

from kivy.graphics import Color, SmoothLine
from kivy.metrics import dp
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from app.capture.pose_enrolment import Side, SideState
from app.gui.drawing.colours import PICTURE_ACCENT, PICTURE_MARKS
from app.gui.drawing.geometry import Area
from app.presenters.setup.enrolment import SideView
from app.presenters.tone import Tone

CENTRES = {Side.UP: 0, Side.RIGHT: 90, Side.DOWN: 180, Side.LEFT: 270}
"""Degrees clockwise from the top."""
HALF_ARC, RADIUS_SHARE = 36, 0.46


class PoseRing(Widget):
    """Draws an arc for each of ``sides``, the poses; draws nothing without any. ``area``: of the image of the
    preview below it. The user's left is on the left, whether the image is mirrored or not."""

    area: Area = ObjectProperty(Area(0, 0, 0, 0))
    sides: tuple[SideView, ...] = ObjectProperty(())

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.bind(area=self._draw, sides=self._draw)

    def _draw(self, *changed: object) -> None:
        self.canvas.clear()
        with self.canvas:
            for view in self.sides:
                if view.side in CENTRES:
                    self._draw_arc(view)

    def _draw_arc(self, view: SideView) -> None:
        area = self.area
        radius = RADIUS_SHARE * min(area.width, area.height)
        centre = area.left + area.width / 2, area.bottom + area.height / 2
        middle = CENTRES[view.side]
        skipped = view.state is SideState.SKIPPED
        Color(*_colour(view))
        SmoothLine(
            circle=(*centre, radius, middle - HALF_ARC, middle + HALF_ARC),
            width=dp(1) if skipped else dp(4) if view.current or view.state is SideState.DONE else dp(2),
            cap="round",
        )


def _colour(view: SideView) -> list[float]:
    """Bright in every theme, because it is drawn on a picture."""
    if view.current:
        return list(PICTURE_ACCENT)
    return list(PICTURE_MARKS[Tone.GOOD if view.state is SideState.DONE else Tone.CALM])
