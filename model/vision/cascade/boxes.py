"""Arithmetic on many boxes at once: overlaps, offsets and non-maximum suppression."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Boxes: TypeAlias = NDArray[np.float32]
"""(n, 4), float32: left, top, right, bottom in pixels of the image; they may reach beyond its edges."""

Scores: TypeAlias = NDArray[np.float32]
"""(n,), float32, in [0, 1]; higher = more certain."""

Overlap: TypeAlias = Callable[[Boxes], NDArray[np.float32]]
"""Pairwise overlap of n boxes: (n, n), float32, in [0, 1]."""

NO_BOXES: Boxes = np.zeros((0, 4), np.float32)


def box_sizes(boxes: Boxes) -> NDArray[np.float32]:
    """(n, 2): width and height."""
    return boxes[:, 2:] - boxes[:, :2]


def to_squares(boxes: Boxes) -> Boxes:
    """Extend each box about its centre to a square on its longer side."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    half_sides = box_sizes(boxes).max(axis=1, keepdims=True) / 2
    return np.hstack([centres - half_sides, centres + half_sides])


def apply_offsets(boxes: Boxes, offsets: NDArray[np.float32]) -> Boxes:
    """Move each side by ``offsets``, (n, 4), in shares of the box's width or height.

    MTCNN's networks were trained on boxes that count both border pixels, hence the 1.
    """
    return boxes + offsets * np.tile(box_sizes(boxes) + 1, 2)


def iou(boxes: Boxes) -> NDArray[np.float32]:
    """Intersection over union, an ``Overlap``."""
    areas, intersections = box_sizes(boxes).prod(axis=1), _intersections(boxes)
    return intersections / (areas[:, None] + areas - intersections)


def intersection_over_smaller(boxes: Boxes) -> NDArray[np.float32]:
    """Intersection over the area of the smaller box, an ``Overlap``; 1 for a box inside another."""
    areas = box_sizes(boxes).prod(axis=1)
    return _intersections(boxes) / np.minimum(areas[:, None], areas)


def _intersections(boxes: Boxes) -> NDArray[np.float32]:
    left, top, right, bottom = boxes.T
    width = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    height = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    return np.maximum(width, 0) * np.maximum(height, 0)


def non_maximum_suppression(
    boxes: Boxes, scores: Scores, overlap: Overlap, max_overlap: float
) -> NDArray[np.intp]:
    """Indices, best first, of the boxes that overlap no better box by more than ``max_overlap``.

    In one pass, as in the original cascade: a suppressed box still suppresses others.
    """
    order = np.argsort(-scores, kind="stable")
    overlaps_better = np.triu(overlap(boxes[order]) > max_overlap, k=1)
    return order[~overlaps_better.any(axis=0)]
