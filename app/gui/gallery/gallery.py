"""A gallery of pictures, one of which can be selected, named and removed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.gui.gradual_builder import GradualBuilder
from app.gui.widgets import ToggleOption
from app.people.usefulness import Usefulness
from app.presenters.people.gallery import ReferenceDetail, present_reference
from app.presenters.people.people import PictureView


class PictureTile(ToggleOption):
    """One picture; styled in gallery.kv."""

    look = StringProperty("")
    position = NumericProperty(1)
    """In the gallery, counted from 1."""
    number = StringProperty("")
    """Shown in place of a missing picture."""
    has_name = BooleanProperty(False)

    def __init__(self, view: PictureView, **kwargs: Any) -> None:
        super().__init__(look=view.look, **kwargs)
        self.path = view.path
        self.ids.picture.show_crop(view.picture)


class Gallery(BoxLayout):
    """``named``: whether pictures have looks. The events carry the path of the selected picture."""

    accessible_name = StringProperty("")
    named = BooleanProperty(True)
    detail: ReferenceDetail = ObjectProperty(ReferenceDetail(), rebind=True)
    look = StringProperty("")
    paths: list[Path] = ListProperty([])
    __events__ = ("on_remove", "on_look")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._usefulness: dict[Path, Usefulness] = {}
        self._selected: PictureTile | None = None
        self._builder = GradualBuilder()

    def on_remove(self, path: Path) -> None:
        """Overridden in .kv files."""

    def on_look(self, path: Path, look: str) -> None:
        """Overridden in .kv files."""

    def show(self, pictures: Sequence[PictureView]) -> None:
        """The selection stays on a picture that is still there. Many pictures appear one after another."""
        tiles = {tile.path: tile for tile in self.ids.tiles.children}
        self.paths = [view.path for view in pictures]
        if self._selected and self._selected.path not in self.paths:
            self._selected = None
        self.ids.tiles.clear_widgets()
        self._builder.cancel()
        self._builder.build(partial(self._add, view, tiles.get(view.path)) for view in pictures)
        self._show_detail()

    def show_usefulness(self, usefulness: dict[Path, Usefulness]) -> None:
        self._usefulness = usefulness
        self._show_detail()

    def remove(self) -> None:
        if self._selected:
            self.dispatch("on_remove", self._selected.path)

    def name_look(self, look: str) -> None:
        if self._selected and look != self._selected.look:
            self.dispatch("on_look", self._selected.path, look)

    def _add(self, view: PictureView, tile: PictureTile | None) -> None:
        """``tile``: of an earlier time, if there is one."""
        if tile is None:
            tile = PictureTile(view, group=f"gallery {id(self)}", has_name=self.named)
            tile.bind(on_release=self._select)
        tile.look = view.look
        tile.position = self.paths.index(view.path) + 1
        tile.number = str(tile.position) if view.picture is None else ""
        self.ids.tiles.add_widget(tile)

    def _select(self, tile: PictureTile) -> None:
        self._selected = tile
        self._show_detail()

    def _show_detail(self) -> None:
        if self._selected is None:
            self.detail, self.look = ReferenceDetail(), ""
            return
        path = self._selected.path
        position, usefulness = self.paths.index(path) + 1, self._usefulness.get(path)
        self.detail = present_reference(position, len(self.paths), usefulness)
        self.look = self._selected.look
