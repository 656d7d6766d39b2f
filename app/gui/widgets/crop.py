"""A widget that shows a still picture, such as a face crop."""

import weakref
from collections.abc import Callable

from kivy.uix.widget import Widget

from app.gui.drawing.geometry import Area
from app.gui.drawing.texture import ImageTexture
from model.vision.frame import RgbImage


def no_crop() -> None:
    return None


class CropImage(Widget):
    """The crop fills the widget, which does not keep it: plots take megabytes. Styled in crop.kv."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._crop: Callable[[], RgbImage | None] = no_crop
        with self.canvas:
            self._texture = ImageTexture()
        self.bind(pos=self._place, size=self._place)

    @property
    def is_empty(self) -> bool:
        return not self._texture.visible

    def show_crop(self, crop: RgbImage | None) -> None:
        """None clears the widget. Showing the same crop again costs nothing."""
        if crop is self._crop() and (crop is None) == self.is_empty:
            return
        self._crop = no_crop if crop is None else weakref.ref(crop)
        self._texture.show(crop)
        self.canvas.ask_update()

    def _place(self, *changed: object) -> None:
        self._texture.place(Area(self.x, self.y, self.width, self.height))
