"""A crop, as large as its place."""

from kivy.uix.widget import Widget

from app.gui.drawing.geometry import Area
from app.gui.drawing.texture import ImageTexture
from model.vision.frame import RgbImage


class CropImage(Widget):
    """Empty without a crop; looks are in crop.kv."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._crop: RgbImage | None = None
        with self.canvas:
            self._picture = ImageTexture()
        self.bind(pos=self._place, size=self._place)

    def show_crop(self, crop: RgbImage | None) -> None:
        """The crop that is shown already costs nothing."""
        if crop is self._crop:
            return
        self._crop = crop
        self._picture.show(crop)
        self.canvas.ask_update()

    def _place(self, *changed: object) -> None:
        self._picture.place(Area(self.x, self.y, self.width, self.height))
