"""The similarities of strangers and of the person as a histogram above the threshold slider."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import CalibrationRow

BARS = 32
Position = Callable[[float], float]
"""From a similarity to its place on the slider, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class HistogramView:
    """The heights of ``BARS`` bars each, in [0, 1]: cube roots of shares, because the few strangers near the
    threshold would be invisible beside the many far from it. Empty if nothing is known."""

    strangers: tuple[float, ...] = ()
    person: tuple[float, ...] = ()


def present_histogram(
    calibration: Sequence[CalibrationRow], among_references: NDArray[np.float32], position: Position
) -> HistogramView:
    """``calibration`` has the comparisons with strangers; ``among_references``: (n, n), the similarities of
    the person's references to each other."""
    return HistogramView(
        _heights(_strangers(calibration, position)), _heights(_own(among_references, position))
    )


def _strangers(calibration: Sequence[CalibrationRow], position: Position) -> NDArray[np.float64]:
    """The share between two rows is spread evenly between their places."""
    shares = np.zeros(BARS)
    ends = [(row.fmr, position(row.similarity)) for row in calibration[1:]]
    for row, (fmr, end) in zip(calibration, [*ends, (0.0, 1.0)], strict=False):
        _spread(shares, row.fmr - fmr, position(row.similarity), end)
    return shares


def _own(among_references: NDArray[np.float32], position: Position) -> NDArray[np.float64]:
    others = among_references[~np.eye(len(among_references), dtype=bool)]
    places = [position(float(similarity)) for similarity in others if np.isfinite(similarity)]
    counts, _ = np.histogram(places, bins=BARS, range=(0.0, 1.0))
    return counts / max(1, len(places))


def _spread(shares: NDArray[np.float64], share: float, start: float, end: float) -> None:
    edges = np.linspace(0, 1, BARS + 1)
    covered = np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], start), 0, None)
    if covered.sum() > 0:
        shares += max(0.0, share) * covered / covered.sum()
    else:
        shares[min(BARS - 1, int(start * BARS))] += max(0.0, share)


def _heights(shares: NDArray[np.float64]) -> tuple[float, ...]:
    roots = np.cbrt(shares)
    return tuple((roots / roots.max()).tolist()) if roots.any() else ()
