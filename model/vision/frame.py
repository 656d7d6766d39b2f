"""Frames of a camera, and rectangles in images."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RgbImage: TypeAlias = NDArray[np.uint8]
"""(height, width, 3), uint8, red-green-blue, origin in the top-left corner."""


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """One image of a source, numbered from 0; ``seconds`` is its time since the source opened."""

    image: RgbImage
    index: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of an image; it may reach beyond the image's edges."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def area(self) -> float:
        return self.width * self.height
