"""RGB pictures on the graphics card."""

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from app.gui.drawing.geometry import Area
from model.vision.frame import RgbImage

UPRIGHT = (0, 1, 1, 1, 1, 0, 0, 0)
"""Texture coordinates of the corners from bottom left, anticlockwise: a picture's first row is on top."""
MIRRORED = (1, 1, 0, 1, 0, 0, 1, 0)


class ImageTexture:
    """Draws a picture where ``place`` says, on the canvas inside whose ``with`` block it is made.

    The texture is made anew only when the picture's size changes; turning and mirroring cost nothing.
    """

    def __init__(self) -> None:
        self._colour = Color(1, 1, 1, 0)
        self._rectangle = Rectangle()
        self._coordinates = UPRIGHT

    def show(self, image: RgbImage | None) -> None:
        """Bring ``image`` to the graphics card, straight from memory that is contiguous and writable."""
        self._colour.a = 0.0 if image is None else 1.0
        if image is None:
            return
        texture = self._texture_for(image)
        straight = image.flags.c_contiguous and image.flags.writeable
        texture.blit_buffer(image.reshape(-1) if straight else image.tobytes(), colorfmt="rgb")

    def place(self, area: Area, mirrored: bool = False) -> None:
        self._coordinates = MIRRORED if mirrored else UPRIGHT
        self._rectangle.tex_coords = self._coordinates
        self._rectangle.pos, self._rectangle.size = (area.left, area.bottom), (area.width, area.height)

    def _texture_for(self, image: RgbImage) -> Texture:
        """Setting a texture resets the rectangle's coordinates, even if it is the same one."""
        size = (image.shape[1], image.shape[0])
        if self._rectangle.texture is None or self._rectangle.texture.size != size:
            self._rectangle.texture = Texture.create(size=size, colorfmt="rgb")
            self._rectangle.tex_coords = self._coordinates
        return self._rectangle.texture
