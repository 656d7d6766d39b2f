"""A sheet of paper to draw on, in one quiet look: places are pixels from its top-left corner."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle
from matplotlib.patheffects import withStroke

from model.storage.atomic_file import write_atomically
from model.vision.frame import RgbImage

PAPER, INK, QUIET, LINE, WASH = "#ffffff", "#1f2933", "#616e7c", "#cbd2d9", "#f5f7fa"
SAME_COLOUR, OTHER_COLOUR = "#0b69a3", "#c4420f"
"""Blue and orange, which nearly everybody can tell apart; the words beside them say the same."""

MARGIN, HEADER = 28, 100
"""Pixels: round everything, and above it for title and explanation."""

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 22, 13, 11
PIXELS_PER_INCH, ENLARGED = 100, 1.5
"""The file has more pixels than the page, so that it is sharp where screens are dense."""

POINTS_PER_PIXEL = 72 / PIXELS_PER_INCH
ASCENT, LINE_HEIGHT = 0.95, 1.35
"""From the top of a line to the foot of its letters, and to the next line: times the size of the letters."""

Across = Literal["left", "center", "right"]


class Page:
    """Draws at once what it is told to, later things above earlier ones. Sizes of letters are pixels, too."""

    def __init__(self, width: float, height: float, title: str, explanation: str) -> None:
        self.width, self.height = width, height
        inches = (width / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
        self.figure = Figure(inches, dpi=ENLARGED * PIXELS_PER_INCH, facecolor=PAPER)
        self._renderer = FigureCanvasAgg(self.figure).get_renderer()
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
        self._drawn = 0
        self.words(title, MARGIN, MARGIN - 4, size=TITLE_SIZE, bold=True)
        lines = "\n".join(self._wrapped(explanation, width - 2 * MARGIN))
        self.words(lines, MARGIN, MARGIN + 26, colour=QUIET)

    def picture(self, image: RgbImage, left: float, top: float, size: float) -> None:
        extent = (left, left + size, top + size, top)
        self._axes.imshow(image, extent=extent, aspect="auto", zorder=self._above())

    def frame(
        self, left: float, top: float, width: float, height: float, colour: str, *, dashed: bool = False
    ) -> None:
        """A line round a rectangle, which stays as it is inside."""
        style = (0, (3, 1.5)) if dashed else "solid"
        place = ((left, top), width, height)
        self._axes.add_patch(
            Rectangle(*place, fill=False, edgecolor=colour, lw=1.8, ls=style, zorder=self._above())
        )

    def card(
        self, left: float, top: float, width: float, height: float, fill: str, edge: str | None = None
    ) -> None:
        """A filled rectangle with soft corners."""
        style = f"round,pad=0,rounding_size={min(5, width / 2, height / 2)}"
        patch = FancyBboxPatch((left, top), width, height, boxstyle=style, facecolor=fill)
        patch.set(edgecolor=edge or "none", linewidth=0.8, zorder=self._above())
        self._axes.add_patch(patch)

    def shape(self, corners: Sequence[tuple[float, float]], fill: str, edge: str) -> None:
        self._axes.add_patch(Polygon(corners, facecolor=fill, edgecolor=edge, lw=1, zorder=self._above()))

    def dot(self, x: float, y: float, marker: str, colour: str) -> None:
        self._axes.plot(
            [x], [y], marker, color=colour, ms=7, mec=PAPER, mew=0.6, ls="none", zorder=self._above()
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        across, down = zip(start, end, strict=True)
        self._axes.plot(across, down, "-", color=colour, lw=1, alpha=0.6, zorder=self._above())

    def arrow(self, start: tuple[float, float], end: tuple[float, float], style: str = "-|>") -> None:
        drawn = {"arrowstyle": style, "color": QUIET, "lw": 1.3, "shrinkA": 0, "shrinkB": 0}
        self._axes.annotate("", end, start, arrowprops={**drawn, "mutation_scale": 13}, zorder=self._above())

    def words(
        self,
        text: str,
        x: float,
        top: float,
        *,
        size: float = TEXT_SIZE,
        colour: str = INK,
        bold: bool = False,
        across: Across = "left",
        width: float | None = None,
        over_lines: bool = False,
    ) -> None:
        """From ``top`` on; ``across``: which part of the text ``x`` is. Cut with … to fit ``width``; kept
        readable ``over_lines`` of a drawing."""
        font = _font(size, bold=bold)
        for number, line in enumerate(text.split("\n")):
            foot = top + (ASCENT + number * LINE_HEIGHT) * size
            shown = line if width is None else self._shortened(line, width, font)
            # Somebody's name may hold the dollar signs that matplotlib takes for formulas.
            drawn = self._axes.text(x, foot, shown, font=font, color=colour, parse_math=False)
            drawn.set(ha=across, va="baseline", zorder=self._above())
            if over_lines:
                drawn.set_path_effects([withStroke(linewidth=3, foreground=PAPER)])

    def png(self) -> bytes:
        content = io.BytesIO()
        self.figure.savefig(content, format="png")
        return content.getvalue()

    def save(self, path: Path) -> None:
        """Whole or not at all; the folder is made when it is missing. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, self.png())

    def _above(self) -> float:
        self._drawn += 1
        return 1 + self._drawn / 1e6

    def _shortened(self, text: str, width: float, font: FontProperties) -> str:
        shown = text
        while text and self._width_of(shown, font) > width:
            text = text[:-1]
            shown = text.rstrip() + "…"
        return shown

    def _wrapped(self, text: str, width: float) -> list[str]:
        """Lines that fit ``width``."""
        lines, font = [""], _font(TEXT_SIZE)
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self._width_of(longer, font) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _width_of(self, text: str, font: FontProperties) -> float:
        return float(self._renderer.get_text_width_height_descent(text, font, ismath=False)[0]) / ENLARGED


def _font(size: float, *, bold: bool = False) -> FontProperties:
    return FontProperties(size=size * POINTS_PER_PIXEL, weight="bold" if bold else "normal")
