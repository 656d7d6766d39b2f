"""Choose the detection threshold on unseen people, and tabulate the error rates of every other threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.model_card import CalibrationRow
from model.verification.security_levels import DEFAULT_LEVEL, LEVEL_FMR, Level, threshold_in_table
from training.jobs.progress import InsufficientDataError
from training.metrics.bootstrap import false_match_intervals
from training.metrics.comparisons import LabelledComparisons
from training.metrics.error_rates import (
    Scores,
    allowed_matches,
    equal_error_threshold,
    false_match_rate,
    false_non_match_rate,
    threshold_at_fmr,
)

ALLOWED_FMR = LEVEL_FMR[DEFAULT_LEVEL]
"""At the detection threshold, at most this share of the impostor comparisons matches, also among people who
look alike."""

VERIFICATION_THRESHOLD = 0.5
"""More than half of the references must match."""

SIMILARITY_GRID = np.linspace(0, 1, 101)

TABLE_FMRS = tuple(10 ** (-quarter / 4) for quarter in range(4, 17))
"""From 1e-1 to 1e-4, four per decade, including the FMR of each security level. Similarities crowd near 1,
where the grid alone is too coarse."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Both tables rise in similarity: ``table`` of all strangers, ``look_alikes`` of strangers who look alike
    (None if no two are known to). They have the same rows, among them one at ``detection_threshold`` and
    one at the FMR of each security level, in either table, for which there were enough impostors. At
    ``equal_error_threshold`` FMR and FNMR are nearest to each other: the customary point to compare face
    networks at."""

    detection_threshold: float
    equal_error_threshold: float
    table: list[CalibrationRow]
    look_alikes: list[CalibrationRow] | None = None

    def level_threshold(self, level: Level) -> float | None:
        """None if there were too few comparisons for the level's FMR."""
        return threshold_in_table(level, self.look_alikes or self.table, self.detection_threshold)


def calibrate(
    comparisons: LabelledComparisons,
    *impostor_groups: Scores,
    look_alikes: LabelledComparisons | None = None,
) -> Calibration:
    """``comparisons`` are of people outside the training set.

    ``impostor_groups`` are further impostor comparisons: of a person in the training set, whom the network
    may see in others. ``look_alikes`` are those of ``comparisons`` whose impostors look alike. Every rate and
    threshold is the worst one over all groups; the table ``look_alikes`` counts look-alikes in place of all
    strangers. At the threshold of a group that is too small for a rate, none of its comparisons matches.
    Bounds of the tables' FMR are over people (``training.metrics.bootstrap``).

    Raises InsufficientDataError with fewer than 1 / ALLOWED_FMR impostors or without a genuine comparison.
    """
    alike = look_alikes if look_alikes is not None and len(look_alikes.impostors) else None
    threshold = detection_threshold(comparisons, *impostor_groups, look_alikes=alike)
    kinds = [comparisons] if alike is None else [comparisons, alike]
    tabulated = [similarity for kind in kinds for similarity in _tabulated(kind, impostor_groups)]
    similarities = np.unique([*SIMILARITY_GRID, *tabulated, threshold])
    table, *look_alike_table = (_table(kind, impostor_groups, similarities) for kind in kinds)
    equal_error = equal_error_threshold(comparisons.genuine, comparisons.impostors)
    return Calibration(threshold, equal_error, table, *look_alike_table)


def _tabulated(comparisons: LabelledComparisons, impostor_groups: Sequence[Scores]) -> list[float]:
    groups = (comparisons.impostors, *impostor_groups)
    measurable = [fmr for fmr in TABLE_FMRS if allowed_matches(fmr, len(comparisons.impostors))]
    return [_threshold_at_fmr(fmr, groups) for fmr in measurable]


def _table(
    comparisons: LabelledComparisons, impostor_groups: Sequence[Scores], similarities: NDArray[np.float64]
) -> list[CalibrationRow]:
    groups = (comparisons.impostors, *impostor_groups)
    _, bounds = false_match_intervals(comparisons, similarities)
    rows = zip(similarities.tolist(), bounds.tolist(), strict=True)
    return [_row(similarity, comparisons.genuine, groups, bound) for similarity, bound in rows]


def detection_threshold(
    comparisons: LabelledComparisons,
    *impostor_groups: Scores,
    look_alikes: LabelledComparisons | None = None,
) -> float:
    """The threshold of ``calibrate``, without its tables."""
    alike = [] if look_alikes is None or not len(look_alikes.impostors) else [look_alikes.impostors]
    return _threshold_at_fmr(ALLOWED_FMR, (comparisons.impostors, *alike, *impostor_groups))


def _threshold_at_fmr(fmr: float, groups: Sequence[Scores]) -> float:
    first, *others = groups
    return max([threshold_at_fmr(fmr, first), *(_threshold_of_group(fmr, group) for group in others)])


def _threshold_of_group(fmr: float, impostors: Scores) -> float:
    """The highest similarity of a group that is too small for ``fmr``."""
    if not len(impostors):
        raise InsufficientDataError(Message("A threshold needs impostor comparisons. Received: 0"))
    is_measurable = allowed_matches(fmr, len(impostors)) > 0
    return threshold_at_fmr(fmr, impostors) if is_measurable else float(impostors.max())


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
