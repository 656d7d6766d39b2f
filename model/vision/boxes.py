"""Arithmetic on many boxes at once, for the finder's cascade."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Boxes: TypeAlias = NDArray[np.float32]
"""(n, 4), float32: left, top, right, bottom in pixels of the picture, beyond whose edges they may reach."""

Scores: TypeAlias = NDArray[np.float32]
"""(n,), float32, in [0, 1]; higher = surer."""

Overlap: TypeAlias = Callable[[Boxes], NDArray[np.float32]]
"""How far each pair of n boxes overlaps: (n, n), float32, in [0, 1]."""

NO_BOXES: Boxes = np.zeros((0, 4), np.float32)


def sizes(boxes: Boxes) -> NDArray[np.float32]:
    """(n, 2): width and height."""
    return boxes[:, 2:] - boxes[:, :2]


def squared(boxes: Boxes) -> Boxes:
    """Each box grown about its centre to a square on its longer side."""
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    reach = sizes(boxes).max(axis=1, keepdims=True) / 2
    return np.hstack([centre - reach, centre + reach])


def moved(boxes: Boxes, offsets: NDArray[np.float32]) -> Boxes:
    """Boxes with each side moved by ``offsets``, (n, 4), in shares of the box's width or height.

    MTCNN's networks learned offsets of boxes that count both border pixels, hence the 1.
    """
    return boxes + offsets * np.tile(sizes(boxes) + 1, 2)


def share_of_union(boxes: Boxes) -> NDArray[np.float32]:
    """An ``Overlap``: the area that two boxes share, over the area that they cover together."""
    areas, shared = sizes(boxes).prod(axis=1), _intersections(boxes)
    return shared / (areas[:, None] + areas - shared)


def share_of_smaller(boxes: Boxes) -> NDArray[np.float32]:
    """An ``Overlap``: the area that two boxes share, over the smaller one's; 1 for a box inside another."""
    areas = sizes(boxes).prod(axis=1)
    return _intersections(boxes) / np.minimum(areas[:, None], areas)


def _intersections(boxes: Boxes) -> NDArray[np.float32]:
    left, top, right, bottom = boxes.T
    width = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    height = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    return np.maximum(width, 0) * np.maximum(height, 0)


def unrivalled(boxes: Boxes, scores: Scores, overlap: Overlap, limit: float) -> NDArray[np.intp]:
    """Indices, best first, of the boxes that overlap no better one by more than ``limit``.

    As in the original cascade, a box that has a better rival still rivals others.
    """
    order = np.argsort(-scores, kind="stable")
    rivals = np.triu(overlap(boxes[order]) > limit, k=1)
    return order[~rivals.any(axis=0)]
