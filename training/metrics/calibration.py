"""Choosing the detection threshold, and what every other one would cost, on people that trained nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.runtime.model_card import CalibrationRow
from model.verification.security_levels import DEFAULT_LEVEL, LEVEL_FMR
from training.jobs.progress import InsufficientDataError
from training.metrics.bootstrap import false_match_intervals
from training.metrics.comparisons import LabelledComparisons
from training.metrics.error_rates import (
    Scores,
    equal_error_threshold,
    false_match_rate,
    false_non_match_rate,
    threshold_at_fmr,
)

ALLOWED_FMR = LEVEL_FMR[DEFAULT_LEVEL]
"""At the detection threshold, at most this share of the impostor comparisons matches."""

VERIFICATION_THRESHOLD = 0.5
"""More than half of the references must match."""

GRID = np.linspace(0, 1, 101)

TABLE_FMRS = tuple(10 ** (-quarter / 4) for quarter in range(4, 17))
"""From 1e-1 to 1e-4, four a decade, those of the levels among them. Similarities crowd near 1, where the grid
alone is too coarse."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """``table`` rises in similarity and holds a row at ``detection_threshold`` and at every level's FMR that
    the impostors were enough for. At ``equal_error_threshold`` FMR and FNMR are nearest to each other: what
    face networks are customarily compared at."""

    detection_threshold: float
    equal_error_threshold: float
    table: list[CalibrationRow]


def calibrate(crowd: LabelledComparisons, *mistaken: Scores) -> Calibration:
    """From people that trained nothing. ``mistaken`` are groups of impostor comparisons with somebody whom
    the network has learned, and sees in others more easily: every rate and threshold is the worst one of all.
    Of a group too small to tell of a rate, nothing matches at its threshold.

    The bounds of the table's FMR are over people (see training.metrics.bootstrap).
    Raises InsufficientDataError when there are fewer than 1 / ALLOWED_FMR impostors or nothing genuine.
    """
    groups = (crowd.impostors, *mistaken)
    threshold = detection_threshold(crowd, *mistaken)
    told = [_threshold_at(fmr, groups) for fmr in TABLE_FMRS if fmr * len(crowd.impostors) >= 1]
    similarities = np.unique([*GRID, *told, threshold])
    _, bounds = false_match_intervals(crowd, similarities)
    rows = zip(similarities.tolist(), bounds.tolist(), strict=True)
    table = [_row(similarity, crowd.genuine, groups, bound) for similarity, bound in rows]
    return Calibration(threshold, equal_error_threshold(crowd.genuine, crowd.impostors), table)


def detection_threshold(crowd: LabelledComparisons, *mistaken: Scores) -> float:
    """That of ``calibrate``, and nothing else."""
    return _threshold_at(ALLOWED_FMR, (crowd.impostors, *mistaken))


def _threshold_at(fmr: float, groups: Sequence[Scores]) -> float:
    crowd, *mistaken = groups
    return max([threshold_at_fmr(fmr, crowd), *(_kept_to(fmr, group) for group in mistaken)])


def _kept_to(fmr: float, mistaken: Scores) -> float:
    if not len(mistaken):
        raise InsufficientDataError("A threshold needs impostor comparisons. Received: 0")
    return threshold_at_fmr(fmr, mistaken) if fmr * len(mistaken) >= 1 else float(mistaken.max())


def _row(
    similarity: float, genuine: Scores, groups: Sequence[Scores], bound_over_people: float
) -> CalibrationRow:
    rates = [false_match_rate(group, similarity) for group in groups]
    return CalibrationRow(
        similarity=similarity,
        fmr=max(rate.value for rate in rates),
        fmr_upper=max(bound_over_people, *(rate.upper for rate in rates)),
        fnmr=false_non_match_rate(genuine, similarity).value,
    )
