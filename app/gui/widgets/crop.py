"""A widget that shows a still picture, such as a face crop."""

from kivy.uix.widget import Widget

from app.gui.drawing.geometry import Area
from app.gui.drawing.texture import ImageTexture
from model.vision.frame import RgbImage


class CropImage(Widget):
    """The crop fills the widget; styled in crop.kv."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._crop: RgbImage | None = None
        with self.canvas:
            self._texture = ImageTexture()
        self.bind(pos=self._place, size=self._place)

    def show_crop(self, crop: RgbImage | None) -> None:
        """None clears the widget. Showing the same crop again costs nothing."""
        if crop is self._crop:
            return
        self._crop = crop
        self._texture.show(crop)
        self.canvas.ask_update()

    def _place(self, *changed: object) -> None:
        self._texture.place(Area(self.x, self.y, self.width, self.height))
