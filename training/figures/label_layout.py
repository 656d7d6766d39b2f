"""Where on a page points go, and where there is room for pictures beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from training.data.samples import Samples
from training.figures.projection import Points

Rooms: TypeAlias = NDArray[np.float64]
"""(n, 4), pixels of the page: left, top, right and bottom of rectangles."""

THUMBNAIL, NAME_HEIGHT, APART = 54, 17, 6
"""Pixels: a crop on the map, a name below it, and between any two things."""

LETTER_WIDTH, WIDEST_NAME = 7.0, 130
"""Pixels: about as wide is a letter; longer names are cut."""

REACHES, UNNAMED_REACHES, DIRECTIONS = (0, 14, 30, 50), 2, 16
"""Pixels from a point to its thumbnail: the first with room is taken; one without a name stays near."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Crop number ``index`` at ``left`` and ``top``; ``name`` stands below, unless it is empty."""

    index: int
    left: float
    top: float
    name: str

    @property
    def rooms(self) -> Rooms:
        """(1, 4): with the name."""
        return np.array([self.left, self.top, self.left, self.top]) + _extent(self.name)


@dataclass(frozen=True, eq=False, slots=True)
class MapLayout:
    """``places`` (n, 2), pixels of the page: the points of all samples; thumbnails cover none of them, nor
    each other."""

    places: NDArray[np.float64]
    thumbnails: tuple[Thumbnail, ...]


def lay_out(samples: Samples, points: Points, page: Rooms) -> MapLayout:
    """Stretch ``points`` over ``page`` (1, 4) and find room for thumbnails: for one of each person with the
    name, if there is any, then for further ones."""
    places = _stretched(points, page[0])
    thumbnails: list[Thumbnail] = []
    taken = places[:, [0, 1, 0, 1]]
    named = [
        (_from_the_middle(places, samples.people == person), samples.names[person])
        for person in samples.present
    ]
    for candidates, name in (*named, *(([index], "") for index in _in_turn(samples.people))):
        if name or all(shown.index != candidates[0] for shown in thumbnails):
            found = _first_free(candidates, name, places, taken, page)
            thumbnails += found
            taken = np.concatenate([taken, *(thumbnail.rooms for thumbnail in found)])
    return MapLayout(places, tuple(thumbnails))


def overlapping(some: Rooms, others: Rooms) -> NDArray[np.bool_]:
    """(n, m): which of ``some`` (n, 4) come nearer than APART to which of ``others`` (m, 4)."""
    one, other = some[:, np.newaxis], others[np.newaxis]
    begins = one[..., :2] - APART < other[..., 2:]
    ends = other[..., :2] - APART < one[..., 2:]
    return np.asarray((begins & ends).all(axis=2))


def _stretched(points: Points, page: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) pixels of ``page`` (4,), with room for a thumbnail beyond the outermost ones."""
    beyond = THUMBNAIL / 2 + NAME_HEIGHT
    low, high = page[:2] + beyond, page[2:] - beyond
    lowest, highest = points.min(axis=0), points.max(axis=0)
    shares = (points - lowest) / np.maximum(highest - lowest, np.finfo(np.float32).tiny)
    return np.asarray(low + shares * (high - low), np.float64)


def _from_the_middle(places: NDArray[np.float64], theirs: NDArray[np.bool_]) -> list[int]:
    """The indices where ``theirs`` is True, the one nearest to the median of them all first."""
    indices = np.flatnonzero(theirs)
    distances = np.linalg.norm(places[indices] - np.median(places[indices], axis=0), axis=1)
    return [int(index) for index in indices[np.argsort(distances, kind="stable")]]


def _in_turn(people: NDArray[np.int64]) -> list[int]:
    """All indices: everybody's first one, everybody's second one, and so on."""
    met: dict[int, int] = {}
    turns = []
    for person in people.tolist():
        met[person] = met.get(person, 0) + 1
        turns.append(met[person])
    return sorted(range(len(people)), key=turns.__getitem__)


def _first_free(
    indices: Sequence[int], name: str, places: NDArray[np.float64], taken: Rooms, page: Rooms
) -> list[Thumbnail]:
    """A thumbnail beside the point of one of ``indices``, as near as there is room; none without."""
    beside = _beside()[: None if name else UNNAMED_REACHES]
    corners = (places[indices][np.newaxis, :, np.newaxis] + beside[:, np.newaxis]).reshape(-1, 2)
    rooms = corners[:, [0, 1, 0, 1]] + _extent(name)
    inside = ((rooms[:, :2] >= page[:, :2]) & (rooms[:, 2:] <= page[:, 2:])).all(axis=1)
    free = np.flatnonzero(inside & ~overlapping(rooms, taken).any(axis=1))
    if not len(free):
        return []
    left, top = corners[free[0]].tolist()
    return [Thumbnail(indices[free[0] // DIRECTIONS % len(indices)], left, top, name)]


def _beside() -> NDArray[np.float64]:
    """(reaches, DIRECTIONS, 2): from a point to the corner of a thumbnail beside it, the first one above."""
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False) - np.pi / 2
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    # Onto a square instead of a circle: an edge is to be near, not a corner.
    directions /= np.abs(directions).max(axis=1, keepdims=True)
    away = np.array(REACHES) + THUMBNAIL / 2 + APART + 2
    return away[:, np.newaxis, np.newaxis] * directions - THUMBNAIL / 2


def _extent(name: str) -> Rooms:
    """(1, 4): what a thumbnail takes up around its corner."""
    beyond = max(0.0, (min(WIDEST_NAME, LETTER_WIDTH * len(name)) - THUMBNAIL) / 2)
    below = NAME_HEIGHT if name else 0
    return np.array([[-beyond, 0, THUMBNAIL + beyond, THUMBNAIL + below]])
