"""A rectangle with round corners, as an instruction of the Kivy language.

Kivy's own smooth shapes have hundreds of small triangles each. Without a graphics card they took half of the
time of a frame. This one has nine quads of a small texture.
"""

from functools import lru_cache

import numpy as np
from kivy.factory import Factory
from kivy.graphics import BorderImage
from kivy.graphics.texture import Texture

from app.gui.drawing.corner_mask import corner_size, coverage


class RoundedBox(BorderImage):
    """``radius``: of the corners. ``line``: width of the outline; 0 fills the box. Both in pixels. Always set
    the radius: it chooses the texture.

    An invisible box costs as much as a visible one: give it the size (0, 0) instead of a transparent colour.
    """

    def __init__(self) -> None:
        super().__init__(auto_scale="both_lower")
        self._radius = self._line = 0.0

    @property
    def radius(self) -> float:
        return self._radius

    @radius.setter
    def radius(self, radius: float) -> None:
        self._radius = radius
        self._update()

    @property
    def line(self) -> float:
        return self._line

    @line.setter
    def line(self, line: float) -> None:
        self._line = line
        self._update()

    def _update(self) -> None:
        self.border = (corner_size(self._radius, self._line),) * 4
        self.texture = _texture(self._radius, self._line)


@lru_cache(maxsize=64)
def _texture(radius: float, line: float) -> Texture:
    """White; only its transparency varies."""
    alpha = np.round(255 * coverage(radius, line)).astype(np.uint8)
    pixels = np.full((*alpha.shape, 4), 255, np.uint8)
    pixels[..., 3] = alpha
    texture = Texture.create(size=alpha.shape, colorfmt="rgba")
    texture.blit_buffer(pixels.tobytes(), colorfmt="rgba")
    return texture


Factory.register("RoundedBox", cls=RoundedBox)
