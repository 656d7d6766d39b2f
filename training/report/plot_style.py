"""How every picture of a report looks: quiet, readable in print and for the colour-blind (Okabe and Ito)."""

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
"""Similarities nearer to 0 or 1 than one in a million are drawn there."""

SIMILARITY_TICKS = (1e-6, 1e-4, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999, 1 - 1e-6)
SIMILARITY_WORDS = ("0", "0.0001", "0.01", "0.1", "0.5", "0.9", "0.99", "0.9999", "1")


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A picture of a report; ``file`` is its name, ``caption`` what it shows, in a sentence or two, ``lines``
    the words in it that are too long for it."""

    file: str
    title: str
    caption: str
    png: bytes
    lines: tuple[str, ...] = ()


@contextmanager
def drawing(width: float = 7.0, height: float = 4.6) -> Iterator[Figure]:
    """An empty figure, in inches, in the report's style."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure


def as_png(figure: Figure) -> bytes:
    content = io.BytesIO()
    with _any_script():
        figure.savefig(content, format="png", dpi=RESOLUTION, facecolor="white")
    return content.getvalue()


def text_width(words: str, size: float) -> float:
    """Points that ``words`` take in letters of ``size`` points."""
    if not words.strip():
        return 0.0
    font = FontProperties(family=FONT, size=size)
    with _any_script():
        return float(TextToPath().get_text_width_height_descent(words, font, ismath=False)[0])


@contextmanager
def _any_script() -> Iterator[None]:
    """Names may be written in a script that the font lacks; the report tells them in letters, too."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def log_odds(similarity: NDArray[np.floating]) -> NDArray[np.float64]:
    """Similarities crowd near 0 and 1; their logarithmic odds do not. Within LOG_ODDS_END of 0."""
    exact = np.asarray(similarity, np.float64)
    with np.errstate(divide="ignore"):
        odds = np.log(exact) - np.log1p(-exact)
    return np.clip(odds, -LOG_ODDS_END, LOG_ODDS_END)


def similarity_axis(axis: Axis) -> None:
    """An axis in log odds, labelled with similarities."""
    axis.set_ticks(log_odds(np.array(SIMILARITY_TICKS)).tolist(), SIMILARITY_WORDS)
    axis.set_label_text("similarity (spaced by its logarithmic odds)")


def percent_axis(axis: Axis) -> None:
    axis.set_major_formatter(lambda share, _: f"{np.format_float_positional(100 * share, 6, trim='-')} %")


def mark_threshold(axes: Axes, threshold: float) -> None:
    """A line at ``threshold`` on an x axis in log odds."""
    place = float(log_odds(np.array(threshold)))
    axes.axvline(
        place, color=INK, linestyle="--", linewidth=1.2, label=f"detection threshold {threshold:.4g}"
    )
