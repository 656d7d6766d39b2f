"""RGB images as textures on the graphics card."""

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from app.gui.drawing.geometry import Area
from model.vision.frame import RgbImage

UPRIGHT = (0, 1, 1, 1, 1, 0, 0, 0)
"""Texture coordinates of the corners, anticlockwise from bottom left: the image's first row is on top."""
MIRRORED = (1, 1, 0, 1, 0, 0, 1, 0)


class ImageTexture:
    """Draws an image in the area that ``place`` sets. Create it in the ``with`` block of a canvas.

    It allocates a new texture only when the size of the image changes, and frees it when there is none.
    Mirroring is free.
    """

    def __init__(self) -> None:
        self._colour = Color(1, 1, 1, 0)
        self._rectangle = Rectangle()
        self._texture: Texture | None = None
        self._coordinates = UPRIGHT

    @property
    def visible(self) -> bool:
        return bool(self._colour.a)

    def show(self, image: RgbImage | None) -> None:
        """Upload ``image``, without a copy if its memory is contiguous and writable. None hides the image."""
        self._colour.a = 0.0 if image is None else 1.0
        if image is None:
            self._texture = self._rectangle.texture = None
            return
        texture = self._texture_for(image)
        zero_copy = image.flags.c_contiguous and image.flags.writeable
        texture.blit_buffer(image.reshape(-1) if zero_copy else image.tobytes(), colorfmt="rgb")

    def place(self, area: Area, mirrored: bool = False) -> None:
        self._coordinates = MIRRORED if mirrored else UPRIGHT
        self._rectangle.tex_coords = self._coordinates
        self._rectangle.pos, self._rectangle.size = (area.left, area.bottom), (area.width, area.height)

    def _texture_for(self, image: RgbImage) -> Texture:
        """Setting a texture, even the same one, resets the texture coordinates of the rectangle."""
        size = (image.shape[1], image.shape[0])
        if self._texture is None or self._texture.size != size:
            self._texture = self._rectangle.texture = Texture.create(size=size, colorfmt="rgb")
            self._rectangle.tex_coords = self._coordinates
        return self._texture
