"""Where an image and a face in it are drawn. The origin of the window is at the bottom left."""

from dataclasses import dataclass, replace

from model.vision.frame import Box


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in the window, in pixels from its bottom-left corner."""

    left: float
    bottom: float
    width: float
    height: float


def fit_inside(image_size: tuple[int, int], area: Area) -> Area:
    """The largest rectangle of the shape ``image_size`` (width, height) that fits, centred in ``area``."""
    width, height = image_size
    scale = min(area.width / width, area.height / height)
    fitted = (width * scale, height * scale)
    return Area(
        area.left + (area.width - fitted[0]) / 2, area.bottom + (area.height - fitted[1]) / 2, *fitted
    )


def strips_beside(inner: Area, outer: Area, overlap: float) -> tuple[Area, Area]:
    """The two strips of ``outer`` that ``inner``, from ``fit_inside``, leaves free. Each reaches ``overlap``
    pixels under ``inner``; without free space both are as narrow as that."""
    beside, below = (outer.width - inner.width) / 2, (outer.height - inner.height) / 2
    if beside > below:
        width = beside + overlap
        right = outer.left + outer.width - width
        return replace(outer, width=width), replace(outer, left=right, width=width)
    height = below + overlap
    top = outer.bottom + outer.height - height
    return replace(outer, height=height), replace(outer, bottom=top, height=height)


def scroll_handle(view: float, content: float, scrolled: float, at_least: float) -> tuple[float, float]:
    """Where the handle of a scroll bar begins and how long it is, as shares of the bar, which is as long as
    the ``view``. ``at_least`` as long as that, but in a low view at most half of it. ``scrolled``: 0 at the
    end of the content, 1 at its beginning. All lengths are in pixels."""
    if content <= view or view <= 0:
        return 0.0, 1.0
    length = max(view / content, min(0.5, at_least / view))
    return (1 - length) * min(max(scrolled, 0.0), 1.0), length


def box_to_window(box: Box, image_size: tuple[int, int], image_area: Area, mirrored: bool) -> Area:
    """Convert ``box``, in pixels of the image, to the window, and clip it to ``image_area``."""
    left, right = (min(max(x / image_size[0], 0.0), 1.0) for x in (box.left, box.right))
    top, bottom = (min(max(y / image_size[1], 0.0), 1.0) for y in (box.top, box.bottom))
    if mirrored:
        left, right = 1 - right, 1 - left
    return Area(
        image_area.left + left * image_area.width,
        image_area.bottom + (1 - bottom) * image_area.height,
        (right - left) * image_area.width,
        (bottom - top) * image_area.height,
    )
