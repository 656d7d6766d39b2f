"""The plots of a report and its pairs of faces, as widgets."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from app.gui.drawing.colours import colours
from app.gui.drawing.plot_colours import recolour
from app.gui.drawing.plot_scale import shrink
from app.gui.lists.gradual_builder import Step
from app.gui.text_scale import text_scale
from app.presenters.evaluation.report import PairView, ReportPicture
from model.vision.frame import RgbImage
from model.vision.image_file import read_image_file

MAX_PLOT_WIDTH = 620
"""At the normal size of text, in density-independent pixels."""


class ReportFigure(Protocol):
    """A part of a report with a title and a picture, which takes megabytes."""

    picture: ReportPicture

    def parts(self) -> Sequence[Step]:
        """Steps that build the rest of it."""

    def show(self, image: RgbImage) -> None:
        """Draw the picture."""

    def hide(self) -> None:
        """Free the memory of the picture. Its place stays."""


class PlotFigure(BoxLayout):
    """Styled in report_figure.kv. ``shape``: width by height. ``widest``: at the normal size of text."""

    shape = NumericProperty(1.0)
    widest = NumericProperty(MAX_PLOT_WIDTH)

    def __init__(self, picture: ReportPicture, **kwargs: Any) -> None:
        self.picture = picture
        super().__init__(shape=picture.shape, **kwargs)

    def parts(self) -> Sequence[Step]:
        return ()

    def show(self, image: RgbImage) -> None:
        self.shape = image.shape[1] / image.shape[0]
        self.ids.image.show_crop(image)

    def hide(self) -> None:
        self.ids.image.show_crop(None)


class PairTile(BoxLayout):
    """Two faces, whose they are and their similarity; styled in report_figure.kv."""

    pair: PairView = ObjectProperty(rebind=True)


class PairsFigure(BoxLayout):
    """Styled in report_figure.kv."""

    def __init__(self, picture: ReportPicture, **kwargs: Any) -> None:
        self.picture = picture
        super().__init__(**kwargs)

    def parts(self) -> Sequence[Step]:
        return [partial(self._add, pair) for pair in self.picture.pairs]

    def _add(self, pair: PairView) -> None:
        self.ids.tiles.add_widget(PairTile(pair=pair))

    def show(self, image: RgbImage) -> None:
        """``image``: the faces of a pair in each row."""
        side = image.shape[1] // 2
        for row, tile in enumerate(reversed(self.ids.tiles.children)):
            faces = image[row * side : (row + 1) * side]
            tile.ids.left.show_crop(faces[:, :side])
            tile.ids.right.show_crop(faces[:, side:])

    def hide(self) -> None:
        for tile in self.ids.tiles.children:
            tile.ids.left.show_crop(None)
            tile.ids.right.show_crop(None)


def create_figure(picture: ReportPicture) -> PlotFigure | PairsFigure:
    return PairsFigure(picture) if picture.pairs else PlotFigure(picture)


def read_picture(picture: ReportPicture) -> RgbImage:
    """No larger than it is shown, a plot in the colours of the window. Raises ImageFileError."""
    image = shrink(read_image_file(picture.path), round(text_scale.sp(MAX_PLOT_WIDTH)))
    return recolour(image, colours.SURFACE, colours.TEXT) if picture.is_plot else image
