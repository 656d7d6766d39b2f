"""A gallery of pictures, one of which can be selected, named and removed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.properties import (
    BooleanProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.boxlayout import BoxLayout

from app.gui.drawing.geometry import Area
from app.gui.drawing.texture import ImageTexture
from app.gui.gallery.grid import next_in_grid, tile_width
from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.navigation.focus import reveal_together
from app.gui.widgets import ToggleOption
from app.people.usefulness import Usefulness
from app.presenters.people.gallery import (
    ReferenceDetail,
    picture_title,
    present_reference,
    usefulness_label,
)
from app.presenters.people.people import PictureView
from app.presenters.tone import Tone


class PictureTile(ToggleOption):
    """One picture; styled in gallery.kv. Arrow keys move in the grid."""

    look = StringProperty("")
    position = NumericProperty(1)
    """In the gallery, counted from 1."""
    named = BooleanProperty(False)
    """Whether the picture has a name and a usefulness; if not, ``look`` is a caption."""
    usefulness = StringProperty("")
    usefulness_tone = OptionProperty(Tone.CALM, options=list(Tone))
    number = StringProperty("")
    """Shown in place of a missing picture."""
    side, caption_height = NumericProperty(0), NumericProperty(0)
    """Of the picture, and of each line below it, in pixels."""

    def __init__(self, view: PictureView, **kwargs: Any) -> None:
        super().__init__(look=view.look, **kwargs)
        self.path = view.path
        with self.canvas:
            self._picture = ImageTexture()
        self._picture.show(view.picture)
        self.bind(pos=self._place, size=self._place)
        self._place()

    def _place(self, *changed: object) -> None:
        margin = (self.width - self.side) / 2
        bottom = self.y + self.height - margin - self.side
        self._picture.place(Area(self.x + margin, bottom, self.side, self.side))

    def next_option(self, index: int, count: int, key: str) -> int:
        first = self.parent.children[-1]
        columns = sum(tile.y == first.y for tile in self.parent.children)
        return next_in_grid(index, count, columns, key)


class Gallery(BoxLayout):
    """``named``: whether pictures have looks. The events carry the path of the selected picture."""

    accessible_name = StringProperty("")
    named = BooleanProperty(True)
    detail: ReferenceDetail = ObjectProperty(ReferenceDetail(), rebind=True)
    look = StringProperty("")
    paths: list[Path] = ListProperty([])
    narrowest_tile, tile_width = NumericProperty(0), NumericProperty(0)
    gap, frame = NumericProperty(0), NumericProperty(0)
    """Between two tiles, and around each picture, in pixels."""
    __events__ = ("on_remove", "on_look")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._usefulness: dict[Path, Usefulness] = {}
        self._selected: PictureTile | None = None
        self._builder = GradualBuilder()
        self._reveal_detail = Clock.create_trigger(lambda dt: self._reveal())
        self.bind(width=self._fit, narrowest_tile=self._fit, gap=self._fit, frame=self._fit)

    def on_remove(self, path: Path) -> None:
        """Overridden in .kv files."""

    def on_look(self, path: Path, look: str) -> None:
        """Overridden in .kv files."""

    def show(self, pictures: Sequence[PictureView]) -> None:
        """Selection and focus stay on a picture that is still there. Many appear one after another."""
        tiles = {tile.path: tile for tile in self.ids.tiles.children}
        focused = self._leave_focus()
        self.paths = [view.path for view in pictures]
        if self._selected and self._selected.path not in self.paths:
            self._selected = None
        self.ids.tiles.clear_widgets()
        self._builder.cancel()
        self._builder.build(partial(self._add, view, tiles.get(view.path)) for view in pictures)
        if focused is not None:
            self._builder.build([partial(self._focus, focused)])
        self._show_detail()

    def pause(self) -> None:
        """Add nothing more until the next ``show``: another screen needs the time."""
        self._builder.cancel()

    def show_usefulness(self, usefulness: dict[Path, Usefulness]) -> None:
        """Pictures are labelled one after another."""
        self._usefulness = usefulness
        self._builder.add(partial(self._label, tile) for tile in self.ids.tiles.children[::-1])
        self._show_detail()

    def remove(self) -> bool:
        """Remove the picture with the focus, else the selected one. Returns whether there is one."""
        tile = next((tile for tile in self.ids.tiles.children if tile.focus), self._selected)
        if tile:
            self.dispatch("on_remove", tile.path)
        return tile is not None

    def name_look(self, look: str) -> None:
        if self._selected and look != self._selected.look:
            self.dispatch("on_look", self._selected.path, look)

    def _leave_focus(self) -> int | None:
        """A widget that leaves the window must not keep the focus. Returns the position of the tile that had
        it; None without one."""
        tiles = self.ids.tiles.children[::-1]
        position = next((index for index, tile in enumerate(tiles) if tile.focus), None)
        if position is not None:
            tiles[position].focus = False
        return position

    def _focus(self, position: int) -> None:
        tiles = self.ids.tiles.children[::-1]
        if tiles:
            tiles[min(position, len(tiles) - 1)].focus = True

    def _add(self, view: PictureView, tile: PictureTile | None) -> None:
        """``tile``: of an earlier time, if there is one."""
        if tile is None:
            tile = PictureTile(view, group=f"gallery {id(self)}", named=self.named)
            tile.bind(on_release=self._select)
        tile.look, tile.width = view.look, self.tile_width
        tile.position = self.paths.index(view.path) + 1
        tile.number = str(tile.position) if view.picture is None else ""
        self._label(tile)
        self.ids.tiles.add_widget(tile)

    def _label(self, tile: PictureTile) -> None:
        label, tone = usefulness_label(self._usefulness.get(tile.path))
        tile.usefulness, tile.usefulness_tone = label, tone
        tile.tooltip = self._detail_of(tile.path).title

    def _select(self, tile: PictureTile) -> None:
        self._selected = tile
        self._show_detail()
        self._reveal_detail()

    def _reveal(self) -> None:
        if self._selected:
            reveal_together(self.ids.details, self._selected)

    def _fit(self, *changed: object) -> None:
        """Each row is as wide as the gallery."""
        self.tile_width = tile_width(self.width + 2 * self.frame, self.narrowest_tile, self.gap)
        for tile in self.ids.tiles.children:
            tile.width = self.tile_width

    def _show_detail(self) -> None:
        if self._selected is None:
            self.detail, self.look = ReferenceDetail(), ""
            return
        self.detail, self.look = self._detail_of(self._selected.path), self._selected.look

    def _detail_of(self, path: Path) -> ReferenceDetail:
        position, count = self.paths.index(path) + 1, len(self.paths)
        if not self.named:
            return ReferenceDetail(picture_title(position, count))
        return present_reference(position, count, self._usefulness.get(path))
