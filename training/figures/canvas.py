"""A canvas for crops, text and simple shapes. Coordinates are pixels from its top-left corner."""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle
from matplotlib.patheffects import withStroke

from model.storage.atomic_file import write_atomically
from model.vision.frame import RgbImage
from training.figures.palette import BACKGROUND, MUTED_TEXT, TEXT

MARGIN, HEADER_HEIGHT = 28, 100
"""Pixels: around the figure, and at its top for the title and the explanation."""

MIN_WIDTH = 900
"""Pixels, so that the explanation has few lines."""

TITLE_SIZE, TEXT_SIZE, SMALL_TEXT_SIZE = 22, 13, 11
PIXELS_PER_INCH, PIXEL_RATIO = 100, 1.5
"""The file has more pixels than the canvas, so that it is sharp on high-resolution screens."""

POINTS_PER_PIXEL = 72 / PIXELS_PER_INCH
ASCENT, LINE_HEIGHT = 0.95, 1.35
"""From the top of a line to its baseline, and to the next line, in multiples of the font size."""

CORNER_RADIUS, FRAME_GAP = 5, 3
"""Pixels."""

Alignment = Literal["left", "center", "right"]


class Canvas:
    """Later drawings cover earlier ones. Font sizes are pixels, too."""

    def __init__(self, width: float, height: float, title: str = "", explanation: str = "") -> None:
        self.width, self.height = width, height
        inches = (width / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
        self.figure = Figure(inches, dpi=PIXEL_RATIO * PIXELS_PER_INCH, facecolor=BACKGROUND)
        self._renderer = FigureCanvasAgg(self.figure).get_renderer()
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
        self._layers = 0
        self.text(title, MARGIN, MARGIN - 4, size=TITLE_SIZE, bold=True)
        lines = "\n".join(self._wrap(explanation, width - 2 * MARGIN))
        self.text(lines, MARGIN, MARGIN + 26, colour=MUTED_TEXT)

    def image(self, image: RgbImage, left: float, top: float, size: float) -> None:
        extent = (left, left + size, top + size, top)
        self._axes.imshow(image, extent=extent, aspect="auto", zorder=self._next_layer())

    def framed_image(
        self, image: RgbImage, left: float, top: float, size: float, colour: str, *, dashed: bool = False
    ) -> None:
        """An image with a coloured frame around it."""
        self.image(image, left, top, size)
        side = size + 2 * FRAME_GAP
        self.outline(left - FRAME_GAP, top - FRAME_GAP, side, side, colour, dashed=dashed)

    def outline(
        self, left: float, top: float, width: float, height: float, colour: str, *, dashed: bool = False
    ) -> None:
        """An unfilled rectangle."""
        style = (0, (3, 1.5)) if dashed else "solid"
        patch = Rectangle((left, top), width, height, fill=False, edgecolor=colour, lw=1.8, ls=style)
        patch.set_zorder(self._next_layer())
        self._axes.add_patch(patch)

    def box(
        self, left: float, top: float, width: float, height: float, fill: str, edge: str | None = None
    ) -> None:
        """A filled rectangle with rounded corners."""
        style = f"round,pad=0,rounding_size={min(CORNER_RADIUS, width / 2, height / 2)}"
        patch = FancyBboxPatch((left, top), width, height, boxstyle=style, facecolor=fill)
        patch.set(edgecolor=edge or "none", linewidth=0.8, zorder=self._next_layer())
        self._axes.add_patch(patch)

    def polygon(self, corners: Sequence[tuple[float, float]], fill: str, edge: str) -> None:
        self._axes.add_patch(
            Polygon(corners, facecolor=fill, edgecolor=edge, lw=1, zorder=self._next_layer())
        )

    def marker(self, x: float, y: float, marker: str, colour: str) -> None:
        (artist,) = self._axes.plot([x], [y], marker, color=colour, ms=7, ls="none")
        artist.set(mec=BACKGROUND, mew=0.6, zorder=self._next_layer())

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        x, y = zip(start, end, strict=True)
        self._axes.plot(x, y, "-", color=colour, lw=1, alpha=0.6, zorder=self._next_layer())

    def arrow(self, start: tuple[float, float], end: tuple[float, float], style: str = "-|>") -> None:
        arrow = {"arrowstyle": style, "color": MUTED_TEXT, "lw": 1.3, "shrinkA": 0, "shrinkB": 0}
        self._axes.annotate(
            "", end, start, arrowprops={**arrow, "mutation_scale": 13}, zorder=self._next_layer()
        )

    def text(
        self,
        text: str,
        x: float,
        top: float,
        *,
        size: float = TEXT_SIZE,
        colour: str = TEXT,
        bold: bool = False,
        align: Alignment = "left",
        max_width: float | None = None,
        halo: bool = False,
    ) -> None:
        """``align``: the part of the text that lies at ``x``. A line wider than ``max_width`` ends in "…". A
        ``halo`` keeps text readable over lines."""
        font = _font(size, bold=bold)
        for number, line in enumerate(text.split("\n")):
            baseline = top + (ASCENT + number * LINE_HEIGHT) * size
            shown = line if max_width is None else self._truncate(line, max_width, font)
            # A person's name may hold the dollar signs that mark a formula in matplotlib.
            artist = self._axes.text(x, baseline, shown, font=font, color=colour, parse_math=False)
            artist.set(ha=align, va="baseline", zorder=self._next_layer())
            if halo:
                artist.set_path_effects([withStroke(linewidth=3, foreground=BACKGROUND)])

    def to_png(self) -> bytes:
        content = io.BytesIO()
        with ignore_missing_glyphs():
            self.figure.savefig(content, format="png")
        return content.getvalue()

    def save(self, path: Path) -> None:
        """Write the PNG atomically, and make its folder if it is missing. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, self.to_png())

    def _next_layer(self) -> float:
        self._layers += 1
        return 1 + self._layers / 1e6

    def _truncate(self, text: str, max_width: float, font: FontProperties) -> str:
        shown = text
        while text and self._text_width(shown, font) > max_width:
            text = text[:-1]
            shown = text.rstrip() + "…"
        return shown

    def _wrap(self, text: str, max_width: float) -> list[str]:
        lines, font = [""], _font(TEXT_SIZE)
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self._text_width(longer, font) > max_width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _text_width(self, text: str, font: FontProperties) -> float:
        with ignore_missing_glyphs():
            width = self._renderer.get_text_width_height_descent(text, font, ismath=False)[0]
        return float(width) / PIXEL_RATIO


@contextmanager
def ignore_missing_glyphs() -> Iterator[None]:
    """Names may be in a script that the font lacks."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def _font(size: float, *, bold: bool = False) -> FontProperties:
    return FontProperties(size=size * POINTS_PER_PIXEL, weight="bold" if bold else "normal")
