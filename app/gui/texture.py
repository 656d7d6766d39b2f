"""RGB pictures on the graphics card."""

from kivy.graphics.texture import Texture

from model.vision.frame import RgbImage

UPRIGHT = (0, 1, 1, 1, 1, 0, 0, 0)
"""Texture coordinates of the corners from bottom left, anticlockwise: a picture's first row is on top."""
MIRRORED = (1, 1, 0, 1, 0, 0, 1, 0)


class PictureTexture:
    """A texture that is made anew only when the picture's size changes; turning it costs nothing."""

    def __init__(self) -> None:
        self.texture: Texture | None = None

    def show(self, image: RgbImage) -> Texture:
        """Bring ``image`` to the graphics card, straight from memory that is contiguous and writable."""
        height, width = image.shape[:2]
        if self.texture is None or self.texture.size != (width, height):
            self.texture = Texture.create(size=(width, height), colorfmt="rgb")
        straight = image.flags.c_contiguous and image.flags.writeable
        self.texture.blit_buffer(image.reshape(-1) if straight else image.tobytes(), colorfmt="rgb")
        return self.texture
