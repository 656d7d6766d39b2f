"""The similarities of strangers and of the person as a histogram above the threshold slider."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import CalibrationRow

BARS = 32
EDGES = np.linspace(0, 1, BARS + 1)
Places = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From similarities to their places on the slider, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class HistogramView:
    """The heights of ``BARS`` bars each, in [0, 1]: cube roots of shares, because the few strangers near the
    threshold would be invisible beside the many far from it. Empty if nothing is known."""

    strangers: tuple[float, ...] = ()
    person: tuple[float, ...] = ()


def present_histogram(
    calibration: Sequence[CalibrationRow], among_references: NDArray[np.float32], places: Places
) -> HistogramView:
    """``calibration`` has the comparisons with strangers; ``among_references``: (n, n), the similarities of
    the person's references to each other."""
    return HistogramView(_heights(_strangers(calibration, places)), _heights(_own(among_references, places)))


def _strangers(calibration: Sequence[CalibrationRow], places: Places) -> NDArray[np.float64]:
    """The share between two rows is spread evenly between their places."""
    ends = places(np.array([row.similarity for row in calibration]))
    below = 1 - np.array([row.fmr for row in calibration])
    return np.diff(np.interp(EDGES, np.append(ends, 1.0), np.maximum.accumulate(np.append(below, 1.0))))


def _own(among_references: NDArray[np.float32], places: Places) -> NDArray[np.float64]:
    others = among_references[~np.eye(len(among_references), dtype=bool)].astype(np.float64)
    counts, _ = np.histogram(places(others[np.isfinite(others)]), EDGES)
    return counts / max(1, counts.sum())


def _heights(shares: NDArray[np.float64]) -> tuple[float, ...]:
    roots = np.cbrt(shares)
    return tuple((roots / roots.max()).tolist()) if roots.any() else ()
