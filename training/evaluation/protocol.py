"""An evaluation protocol: pictures, pairs of them, and thresholds to decide them at."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from training.data.pairs import DIFFERENT, SAME, Pairs
from training.evaluation.embedded_images import EmbeddedImages
from training.jobs.progress import InvalidInputError


class DatasetError(InvalidInputError):
    """The file or folder cannot be evaluated on. The message says what to name instead."""


@dataclass(frozen=True, slots=True)
class SelectedThreshold:
    """``origin`` describes the people that it was selected on."""

    threshold: float
    origin: str


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class EvaluationProtocol:
    """``listed`` pairs are indices into ``images``; the report calls them ``pairs_name``.

    One-shot trials need to know the ``people`` (n,) in the images. ``has_all_pairs``: all pairs of images are
    compared, too. ``groups`` (people,) says who looks alike; None if that is not known. ``folds`` is the
    number of the fold of each listed pair. ``selected`` is None if only the bundle's own detection
    threshold is evaluated, or where each fold has its own.
    """

    kind: str
    description: Message
    source: Path
    images: EmbeddedImages
    listed: Pairs
    pairs_name: Message
    people: NDArray[np.int64] | None = None
    has_all_pairs: bool = False
    groups: NDArray[np.int64] | None = None
    folds: NDArray[np.int64] | None = None
    selected: SelectedThreshold | None = None
    warnings: tuple[str, ...] = ()


def require_both_labels(pairs: Pairs, advice: Message) -> None:
    """Raises DatasetError, which ends in ``advice``, without a genuine or without an impostor pair."""
    genuine, impostors = (int(np.count_nonzero(pairs.same == label)) for label in (SAME, DIFFERENT))
    if not genuine or not impostors:
        raise DatasetError(
            Message(
                "An evaluation needs pairs of the same person and pairs of different people. {advice} "
                "Received: {genuine} and {impostors}",
                advice=advice,
                genuine=genuine,
                impostors=impostors,
            )
        )
