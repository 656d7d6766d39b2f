"""The similarities of an protocol's pairs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.data.pairs import SAME, Pairs, all_pairs
from training.evaluation.missing_faces import MissingFaceComparator
from training.evaluation.protocol import EvaluationProtocol
from training.metrics.comparisons import (
    Comparator,
    Comparisons,
    LabelledComparisons,
    compare_all,
    compare_pairs,
)

ALL_PAIRS = "all pairs"


@dataclass(frozen=True, eq=False, slots=True)
class ProtocolComparisons:
    """``comparing`` knows pictures without a face. ``everybody`` is None where listed pairs alone count."""

    protocol: EvaluationProtocol
    comparing: Comparator
    listed: Comparisons
    everybody: LabelledComparisons | None

    @property
    def most(self) -> Comparisons:
        """All pairs where they were compared, else the listed ones: what curves are drawn of."""
        return self.listed if self.everybody is None else self.everybody

    @property
    def most_name(self) -> str:
        return self.protocol.pairs_name if self.everybody is None else ALL_PAIRS

    def most_pairs(self) -> Pairs:
        """Which pictures ``most`` compares: its genuine and its impostor comparisons have the same order."""
        people = self.protocol.people
        return self.protocol.listed if self.everybody is None or people is None else all_pairs(people)

    def folds(self) -> Iterator[tuple[Comparisons, Comparisons]]:
        """Each fold's listed comparisons, and those of all other folds."""
        if self.protocol.folds is None:
            return
        same = self.protocol.listed.same == SAME
        for number in np.unique(self.protocol.folds):
            inside = self.protocol.folds == number
            yield self._part(inside[same], inside[~same]), self._part(~inside[same], ~inside[~same])

    def _part(self, genuine: NDArray[np.bool_], impostors: NDArray[np.bool_]) -> Comparisons:
        return Comparisons(self.listed.genuine[genuine], self.listed.impostors[impostors])


def compare(protocol: EvaluationProtocol, comparing: Comparator) -> ProtocolComparisons:
    sighted, rows = MissingFaceComparator(comparing), protocol.pictures.rows
    listed = compare_pairs(sighted, rows, protocol.listed)
    if not protocol.everybody or protocol.people is None:
        return ProtocolComparisons(protocol, sighted, listed, None)
    return ProtocolComparisons(protocol, sighted, listed, compare_all(sighted, rows, protocol.people))
