"""One line of text, as an instruction of the Kivy language.

For a widget that draws many things itself: a label watches a dozen properties and takes 30 kB of memory.
"""

from functools import lru_cache
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.factory import Factory
from kivy.graphics import Rectangle
from kivy.graphics.texture import Texture


class TextLine(Rectangle):
    """Around ``centre`` (x, y); text that is wider than ``width`` ends in dots. All in pixels. Equal lines
    share a texture."""

    text: str = ""
    font_size: float = 0.0
    width: float = 0.0
    bold: bool = False
    centre: tuple[float, float] = (0.0, 0.0)

    def __init__(self) -> None:
        super().__init__()
        self.size = (0, 0)

    def __setattr__(self, name: str, value: Any) -> None:
        """The Kivy language sets them one after another, and again when they change."""
        super().__setattr__(name, value)
        if name in ("text", "font_size", "width", "bold"):
            self._render()
        elif name == "centre":
            self._place()

    def _render(self) -> None:
        if self.text and self.font_size and self.width:
            self.texture = _texture(self.text, self.font_size, self.width, self.bold)
            self.size = self.texture.size
        else:
            self.size = (0, 0)
        self._place()

    def _place(self) -> None:
        self.pos = (round(self.centre[0] - self.size[0] / 2), round(self.centre[1] - self.size[1] / 2))


@lru_cache(maxsize=64)
def _texture(text: str, font_size: float, width: float, bold: bool) -> Texture:
    """White."""
    label = CoreLabel(
        text=text,
        font_size=font_size,
        bold=bold,
        text_size=(width, None),
        halign="center",
        shorten=True,
        shorten_from="right",
    )
    label.refresh()
    return label.texture


Factory.register("TextLine", cls=TextLine)
