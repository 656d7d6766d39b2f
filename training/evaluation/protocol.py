"""What a bundle is asked: pictures, pairs of them, and a threshold to decide by."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.pairs import DIFFERENT, SAME, Pairs
from training.evaluation.embedded_images import EmbeddedImages
from training.jobs.progress import InvalidInputError


class DatasetError(InvalidInputError):
    """What was named to judge on cannot be judged on; the message says what to name instead."""


@dataclass(frozen=True, slots=True)
class SelectedThreshold:
    """A threshold and the people it was chosen on, in words."""

    threshold: float
    origin: str


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class EvaluationProtocol:
    """``listed`` pairs, called ``pairs_name``, are decided one by one; indices into ``pictures``. Where
    ``people`` (n,) are known, one-shot trials are held, and with ``everybody`` all pairs are compared, too.

    ``folds`` gives each listed pair the number of its fold. ``chosen`` is None where the bundle's own
    detection threshold alone is judged, or where each fold has a threshold of its own.
    """

    kind: str
    description: str
    source: Path
    pictures: EmbeddedImages
    listed: Pairs
    pairs_name: str
    people: NDArray[np.int64] | None = None
    everybody: bool = False
    folds: NDArray[np.int64] | None = None
    chosen: SelectedThreshold | None = None
    warnings: tuple[str, ...] = ()


def require_both_labels(pairs: Pairs, advice: str) -> None:
    """Raises DatasetError, which ends in ``advice``, without a genuine or without an impostor pair."""
    genuine, impostors = (int(np.count_nonzero(pairs.same == kind)) for kind in (SAME, DIFFERENT))
    if not genuine or not impostors:
        raise DatasetError(
            "Judging takes pairs of the same person and pairs of different people. "
            f"{advice} Received: {genuine} and {impostors}"
        )
