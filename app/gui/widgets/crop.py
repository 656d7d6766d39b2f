"""A crop, as large as its place."""

from kivy.graphics import Color, RoundedRectangle
from kivy.metrics import dp
from kivy.uix.widget import Widget

from app.gui.texture import UPRIGHT, PictureTexture
from model.vision.frame import RgbImage


class Crop(Widget):
    """Empty without a crop; looks are in crop.kv."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._picture = PictureTexture()
        self._crop: RgbImage | None = None
        with self.canvas:
            self._colour = Color(1, 1, 1, 0)
            self._rectangle = RoundedRectangle(radius=[dp(8)], tex_coords=UPRIGHT)
        self.bind(pos=self._place, size=self._place)

    def show_crop(self, crop: RgbImage | None) -> None:
        """The crop that is shown already costs nothing."""
        if crop is self._crop:
            return
        self._crop = crop
        self._colour.a = 0.0 if crop is None else 1.0
        if crop is not None:
            self._rectangle.texture = self._picture.show(crop)
            self.canvas.ask_update()

    def _place(self, *changed: object) -> None:
        self._rectangle.pos, self._rectangle.size = self.pos, self.size
        self._rectangle.tex_coords = UPRIGHT
