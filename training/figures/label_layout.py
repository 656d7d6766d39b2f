"""Lay out a map of points: their positions on the canvas, and thumbnails beside them that overlap nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from training.data.samples import Samples
from training.figures.projection import Points

Positions: TypeAlias = NDArray[np.float64]
"""(n, 2): pixels of the canvas."""

Rectangles: TypeAlias = NDArray[np.float64]
"""(n, 4): left, top, right and bottom in pixels of the canvas."""

THUMBNAIL_SIZE, NAME_HEIGHT, SPACING = 54, 17, 6
"""Pixels: a thumbnail, the name below it, and the least distance between any two things."""

LETTER_WIDTH, MAX_NAME_WIDTH = 7.0, 130
"""Pixels: an estimate of a letter's width; longer names are truncated."""

DISTANCES, UNNAMED_DISTANCES, DIRECTIONS = (0, 14, 30, 50), 2, 16
"""Pixels between a point and its thumbnail, tried in this order; how many of them for a thumbnail without a
name; and how many directions for each."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Crop number ``index`` at ``left`` and ``top``, with ``name`` below unless it is empty."""

    index: int
    left: float
    top: float
    name: str

    @property
    def rectangle(self) -> Rectangles:
        """(1, 4), with the name."""
        return np.array([self.left, self.top, self.left, self.top]) + _extent(self.name)


@dataclass(frozen=True, eq=False, slots=True)
class MapLayout:
    """``positions`` of all samples; the thumbnails cover none of them, nor each other."""

    positions: Positions
    thumbnails: tuple[Thumbnail, ...]


def lay_out_map(samples: Samples, points: Points, area: Rectangles) -> MapLayout:
    """Stretch ``points`` over ``area`` (1, 4) and place thumbnails: first one with a name for each person who
    has room for it, then others without a name."""
    positions = _stretch(points, area[0])
    thumbnails: list[Thumbnail] = []
    occupied = positions[:, [0, 1, 0, 1]]
    named = [
        (_most_central_first(positions, samples.people == person), samples.names[person])
        for person in samples.present
    ]
    for candidates, name in (*named, *(([index], "") for index in _round_robin(samples.people))):
        if name or all(thumbnail.index != candidates[0] for thumbnail in thumbnails):
            placed = _place_thumbnail(candidates, name, positions, occupied, area)
            thumbnails += placed
            occupied = np.concatenate([occupied, *(thumbnail.rectangle for thumbnail in placed)])
    return MapLayout(positions, tuple(thumbnails))


def overlaps(some: Rectangles, others: Rectangles) -> NDArray[np.bool_]:
    """(n, m): whether each of ``some`` (n, 4) comes closer than SPACING to each of ``others`` (m, 4)."""
    one, other = some[:, np.newaxis], others[np.newaxis]
    starts_before_end = one[..., :2] - SPACING < other[..., 2:]
    ends_after_start = other[..., :2] - SPACING < one[..., 2:]
    return np.asarray((starts_before_end & ends_after_start).all(axis=2))


def _stretch(points: Points, area: NDArray[np.float64]) -> Positions:
    """Over ``area`` (4,), with room for a thumbnail beyond the outermost points."""
    padding = THUMBNAIL_SIZE / 2 + NAME_HEIGHT
    start, end = area[:2] + padding, area[2:] - padding
    lowest, highest = points.min(axis=0), points.max(axis=0)
    shares = (points - lowest) / np.maximum(highest - lowest, np.finfo(np.float32).tiny)
    return np.asarray(start + shares * (end - start), np.float64)


def _most_central_first(positions: Positions, members: NDArray[np.bool_]) -> list[int]:
    """The indices where ``members`` is True, by their distance to the members' median."""
    indices = np.flatnonzero(members)
    distances = np.linalg.norm(positions[indices] - np.median(positions[indices], axis=0), axis=1)
    return [int(index) for index in indices[np.argsort(distances, kind="stable")]]


def _round_robin(people: NDArray[np.int64]) -> list[int]:
    """All indices: each person's first, then each person's second, and so on."""
    counts: dict[int, int] = {}
    rounds = []
    for person in people.tolist():
        counts[person] = counts.get(person, 0) + 1
        rounds.append(counts[person])
    return sorted(range(len(people)), key=rounds.__getitem__)


def _place_thumbnail(
    indices: Sequence[int], name: str, positions: Positions, occupied: Rectangles, area: Rectangles
) -> list[Thumbnail]:
    """A thumbnail at the first free place beside the point of one of ``indices``, if there is any."""
    offsets = _corner_offsets()[: None if name else UNNAMED_DISTANCES]
    corners = (positions[indices][np.newaxis, :, np.newaxis] + offsets[:, np.newaxis]).reshape(-1, 2)
    rectangles = corners[:, [0, 1, 0, 1]] + _extent(name)
    inside = ((rectangles[:, :2] >= area[:, :2]) & (rectangles[:, 2:] <= area[:, 2:])).all(axis=1)
    free = np.flatnonzero(inside & ~overlaps(rectangles, occupied).any(axis=1))
    if not len(free):
        return []
    left, top = corners[free[0]].tolist()
    return [Thumbnail(indices[free[0] // DIRECTIONS % len(indices)], left, top, name)]


def _corner_offsets() -> NDArray[np.float64]:
    """(distances, DIRECTIONS, 2): from a point to the corner of a thumbnail; the first lies above it."""
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False) - np.pi / 2
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    # On a square instead of a circle, so that a thumbnail's edge is near the point, not its corner.
    directions /= np.abs(directions).max(axis=1, keepdims=True)
    to_centre = np.array(DISTANCES) + THUMBNAIL_SIZE / 2 + SPACING + 2
    return to_centre[:, np.newaxis, np.newaxis] * directions - THUMBNAIL_SIZE / 2


def _extent(name: str) -> Rectangles:
    """(1, 4): a thumbnail and its name, relative to the thumbnail's corner."""
    overhang = max(0.0, (min(MAX_NAME_WIDTH, LETTER_WIDTH * len(name)) - THUMBNAIL_SIZE) / 2)
    name_height = NAME_HEIGHT if name else 0
    return np.array([[-overhang, 0, THUMBNAIL_SIZE + overhang, THUMBNAIL_SIZE + name_height]])
