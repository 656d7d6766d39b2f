"""The style of a report's figures: plain, and readable in print and for the colour-blind (Okabe and Ito)."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from numpy.typing import NDArray

GENUINE, IMPOSTOR, NEUTRAL, INK, FAINT = "#0072B2", "#D55E00", "#009E73", "#222222", "#d9d9d9"
FONT, RESOLUTION = "DejaVu Sans", 144
SETTINGS = mpl.RcParams(
    {
        "font.family": FONT,
        "font.size": 10,
        "axes.edgecolor": "#888888",
        "axes.labelcolor": INK,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "grid.color": FAINT,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "lines.linewidth": 1.8,
        "xtick.color": INK,
        "ytick.color": INK,
    }
)

LOG_ODDS_END = 14.0
"""Similarities within a millionth of 0 or 1 are drawn there."""

SIMILARITY_TICKS = (1e-6, 1e-4, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999, 1 - 1e-6)
SIMILARITY_LABELS = ("0", "0.0001", "0.01", "0.1", "0.5", "0.9", "0.99", "0.9999", "1")


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A figure of a report. ``caption`` says in a sentence or two what it shows; ``lines`` are the texts that
    are too long for the picture."""

    file: str
    title: str
    caption: str
    png: bytes
    lines: tuple[str, ...] = ()


@contextmanager
def new_figure(width: float = 7.0, height: float = 4.6) -> Iterator[Figure]:
    """An empty figure, in inches, in the report's style."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure


def to_png(figure: Figure) -> bytes:
    content = io.BytesIO()
    with _ignore_missing_glyphs():
        figure.savefig(content, format="png", dpi=RESOLUTION, facecolor="white")
    return content.getvalue()


def text_width(text: str, size: float) -> float:
    """The width of ``text`` in points, in letters of ``size`` points."""
    if not text.strip():
        return 0.0
    font = FontProperties(family=FONT, size=size)
    with _ignore_missing_glyphs():
        return float(TextToPath().get_text_width_height_descent(text, font, ismath=False)[0])


@contextmanager
def _ignore_missing_glyphs() -> Iterator[None]:
    """Names may be in a script that the font lacks; the page has them as text, too."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def log_odds(similarity: NDArray[np.floating]) -> NDArray[np.float64]:
    """Similarities crowd near 0 and 1; their log odds do not. Clipped to LOG_ODDS_END."""
    values = np.asarray(similarity, np.float64)
    with np.errstate(divide="ignore"):
        odds = np.log(values) - np.log1p(-values)
    return np.clip(odds, -LOG_ODDS_END, LOG_ODDS_END)


def set_similarity_axis(axis: Axis) -> None:
    """An axis in log odds, labelled with similarities."""
    axis.set_ticks(log_odds(np.array(SIMILARITY_TICKS)).tolist(), SIMILARITY_LABELS)
    axis.set_label_text("similarity (log-odds scale)")


def set_percent_axis(axis: Axis) -> None:
    axis.set_major_formatter(lambda share, _: f"{np.format_float_positional(100 * share, 6, trim='-')} %")


def mark_threshold(axes: Axes, threshold: float) -> None:
    """A line at ``threshold`` on an x axis in log odds."""
    x = float(log_odds(np.array(threshold)))
    axes.axvline(x, color=INK, linestyle="--", linewidth=1.2, label=f"detection threshold {threshold:.4g}")
