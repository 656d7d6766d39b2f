"""Where a picture lies in the window, and where a face lies in it. The window begins at the bottom left."""

from dataclasses import dataclass

from model.vision.frame import Box


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the window in its pixels; ``left`` and ``bottom`` from the bottom-left corner."""

    left: float
    bottom: float
    width: float
    height: float


def fit_inside(picture: tuple[int, int], area: Area) -> Area:
    """The largest rectangle of the picture's shape, (width, height), in the middle of ``area``."""
    width, height = picture
    scale = min(area.width / width, area.height / height)
    shown = (width * scale, height * scale)
    return Area(area.left + (area.width - shown[0]) / 2, area.bottom + (area.height - shown[1]) / 2, *shown)


def box_to_window(box: Box, picture: tuple[int, int], shown: Area, mirrored: bool) -> Area:
    """Where ``box``, in pixels of the picture, lies when the picture fills ``shown``; cut at its edges."""
    left, right = (min(max(x / picture[0], 0.0), 1.0) for x in (box.left, box.right))
    top, bottom = (min(max(y / picture[1], 0.0), 1.0) for y in (box.top, box.bottom))
    if mirrored:
        left, right = 1 - right, 1 - left
    return Area(
        shown.left + left * shown.width,
        shown.bottom + (1 - bottom) * shown.height,
        (right - left) * shown.width,
        (bottom - top) * shown.height,
    )
