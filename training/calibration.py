"""Choosing the detection threshold, and what every other one would cost, on people that trained nothing."""

from dataclasses import dataclass

import numpy as np

from model.runtime.card import CalibrationRow
from training.rates import (
    Scores,
    equal_error_threshold,
    false_match_rate,
    false_non_match_rate,
    threshold_at,
)

ALLOWED_FMR = 1e-3
"""At the detection threshold, at most this share of the impostor comparisons matches."""

VERIFICATION_THRESHOLD = 0.5
"""More than half of the references must match."""

GRID = np.linspace(0, 1, 101)


@dataclass(frozen=True, slots=True)
class Calibration:
    """``table`` rises in similarity and holds a row at ``detection_threshold``. At ``equal_error_threshold``
    FMR and FNMR are nearest to each other: what face networks are customarily compared at."""

    detection_threshold: float
    equal_error_threshold: float
    table: list[CalibrationRow]


def calibrate(genuine: Scores, impostors: Scores, at_least: float = 0.0) -> Calibration:
    """The detection threshold is ``at_least`` so high.

    Raises TrainingError when there are fewer than 1 / ALLOWED_FMR impostors or nothing genuine.
    """
    threshold = max(at_least, threshold_at(ALLOWED_FMR, impostors))
    table = [_row(float(value), genuine, impostors) for value in np.unique([*GRID, threshold])]
    return Calibration(threshold, equal_error_threshold(genuine, impostors), table)


def _row(threshold: float, genuine: Scores, impostors: Scores) -> CalibrationRow:
    fmr = false_match_rate(impostors, threshold)
    fnmr = false_non_match_rate(genuine, threshold)
    return CalibrationRow(similarity=threshold, fmr=fmr.value, fmr_upper=fmr.upper, fnmr=fnmr.value)
