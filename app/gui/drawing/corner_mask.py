"""The transparency of a box with round corners, pixel by pixel."""

import math

import numpy as np
import numpy.typing as npt


def corner_size(radius: float, line: float) -> int:
    """Side of the square that holds a corner, in pixels."""
    return math.ceil(max(radius, line))


def coverage(radius: float, line: float) -> npt.NDArray[np.float64]:
    """How much of each pixel the smallest such box covers, in [0, 1]: two corners and one pixel on each side.
    Shape (side, side)."""
    corner = corner_size(radius, line)
    half = corner + 0.5
    across = np.abs(np.arange(2 * corner + 1, dtype=float) - corner) - (half - radius)
    x, y = np.meshgrid(across, across)
    # The distance to the edge, negative inside: iquilezles.org/articles/distfunctions2d, rounded box.
    distance = np.hypot(np.maximum(x, 0), np.maximum(y, 0)) + np.minimum(np.maximum(x, y), 0) - radius
    inside: npt.NDArray[np.float64] = np.clip(0.5 - distance, 0, 1)
    return inside - np.clip(0.5 - distance - line, 0, 1) if line else inside
