"""The similarities of a protocol's pairs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
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

ALL_PAIRS = Message("all pairs")


@dataclass(frozen=True, eq=False, slots=True)
class ProtocolComparisons:
    """``comparator`` accepts pictures without a face. ``all_pairs`` is None if only listed pairs count."""

    protocol: EvaluationProtocol
    comparator: Comparator
    listed: Comparisons
    all_pairs: LabelledComparisons | None

    @property
    def widest(self) -> Comparisons:
        """All pairs where they were compared, else the listed ones."""
        return self.listed if self.all_pairs is None else self.all_pairs

    @property
    def widest_name(self) -> Message:
        return self.protocol.pairs_name if self.all_pairs is None else ALL_PAIRS

    def widest_pairs(self) -> Pairs:
        """The pictures of ``widest``: its genuine and its impostor comparisons are in the same order."""
        people = self.protocol.people
        return self.protocol.listed if self.all_pairs is None or people is None else all_pairs(people)

    def folds(self) -> Iterator[tuple[Comparisons, Comparisons]]:
        """The listed comparisons of each fold, and those of all other folds."""
        if self.protocol.folds is None:
            return
        same = self.protocol.listed.same == SAME
        for number in np.unique(self.protocol.folds):
            inside = self.protocol.folds == number
            yield self._subset(inside[same], inside[~same]), self._subset(~inside[same], ~inside[~same])

    def _subset(self, genuine: NDArray[np.bool_], impostors: NDArray[np.bool_]) -> Comparisons:
        return Comparisons(self.listed.genuine[genuine], self.listed.impostors[impostors])


def compare_protocol(protocol: EvaluationProtocol, comparator: Comparator) -> ProtocolComparisons:
    tolerant, embeddings = MissingFaceComparator(comparator), protocol.images.embeddings
    listed = compare_pairs(tolerant, embeddings, protocol.listed)
    if not protocol.has_all_pairs or protocol.people is None:
        return ProtocolComparisons(protocol, tolerant, listed, None)
    all_of_them = compare_all(tolerant, embeddings, protocol.people)
    return ProtocolComparisons(protocol, tolerant, listed, all_of_them)
