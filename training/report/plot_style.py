"""The style of a report's plots; its colours are those of all figures."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from numpy.typing import NDArray

from model.messages.message import Message
from training.figures.canvas import ignore_missing_glyphs
from training.figures.palette import GRID, TEXT
from training.report.number_format import number_words

FONT, RESOLUTION = "DejaVu Sans", 192
SETTINGS = mpl.RcParams(
    {
        "font.family": FONT,
        "font.size": 10,
        "axes.edgecolor": "#888888",
        "axes.labelcolor": TEXT,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "lines.linewidth": 1.8,
        "xtick.color": TEXT,
        "ytick.color": TEXT,
    }
)

HEADROOM = 0.02
"""The share of an axis above 100 %, so that a line there is not cut off."""

LOG_ODDS_END = 14.0
"""Similarities within a millionth of 0 or 1 are drawn there."""

SIMILARITY_TICKS = (1e-6, 1e-4, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999, 1 - 1e-6)
SIMILARITY_LABELS = ("0", "0.0001", "0.01", "0.1", "0.5", "0.9", "0.99", "0.9999", "1")

Translate: TypeAlias = Callable[[Message], str]
"""To the language of a plot; ``str`` for English."""


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
    """An empty figure, in inches, in the report's style. Figures of one width have text of one size."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure


def to_png(figure: Figure) -> bytes:
    content = io.BytesIO()
    with ignore_missing_glyphs():
        figure.savefig(content, format="png", dpi=RESOLUTION, facecolor="white")
    return content.getvalue()


def log_odds(similarity: NDArray[np.floating]) -> NDArray[np.float64]:
    """Similarities crowd near 0 and 1; their log odds do not. Clipped to LOG_ODDS_END."""
    values = np.asarray(similarity, np.float64)
    with np.errstate(divide="ignore"):
        odds = np.log(values) - np.log1p(-values)
    return np.clip(odds, -LOG_ODDS_END, LOG_ODDS_END)


def set_similarity_axis(axis: Axis, translate: Translate = str) -> None:
    """An axis in log odds, labelled with similarities."""
    labels = [translate(number_words(label)) for label in SIMILARITY_LABELS]
    axis.set_ticks(log_odds(np.array(SIMILARITY_TICKS)).tolist(), labels)
    axis.set_label_text(translate(Message("similarity (log-odds scale)")))


def set_percent_axis(axis: Axis, translate: Translate = str) -> None:
    """Shares above 1, in the margin, have no label."""
    axis.set_major_formatter(lambda share, _: "" if share > 1 else translate(percentage(share)))
    axis.set_minor_formatter(NullFormatter())


def limit_shares(axes: Axes, lowest: float) -> None:
    """The y axis ends just above 100 %, without a tick there."""
    axes.set_ylim(lowest, 1 + HEADROOM * (1 - lowest))


def percentage(share: float) -> Message:
    """ "0.01 %"."""
    return Message("{percent} %", percent=number_words(np.format_float_positional(100 * share, 6, trim="-")))


def mark_threshold(axes: Axes, threshold: float, translate: Translate = str) -> None:
    """A line at ``threshold`` on an x axis in log odds."""
    x = float(log_odds(np.array(threshold)))
    label = Message("detection threshold {threshold:.4g}", threshold=threshold)
    axes.axvline(x, color=TEXT, linestyle="--", linewidth=1.2, label=translate(label))
