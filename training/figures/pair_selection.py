"""Which pairs a contact sheet shows."""

import numpy as np
from numpy.typing import NDArray

from training.data.pairs import DIFFERENT, SAME, Pairs, sample_pairs
from training.data.samples import Samples
from training.jobs.progress import JobError

ADVICE = (
    "Collect more with `python main.py collect --positives 20 --negatives 20`, name a folder that holds a "
    "folder of photographs for each person with --people, or Labeled Faces in the Wild with --lfw."
)


def choose_pairs(
    samples: Samples, limit: int, rng: np.random.Generator, focus: int | None = None
) -> tuple[Samples, Pairs]:
    """About ``limit`` pairs, none twice, and the samples they are made of: half of the pairs are genuine, as
    training weighs them, and come first.

    With ``focus`` only pairs that the person of this number takes part in. Raises JobError when there is
    no genuine pair or no impostor pair.
    """
    try:
        pairs = sample_pairs(samples, rng)
    except ValueError as error:
        raise JobError(_missing(samples)) from error
    rows = _once(pairs)
    if focus is not None:
        rows = rows[
            (samples.people[pairs.left[rows]] == focus) | (samples.people[pairs.right[rows]] == focus)
        ]
    kinds = [
        rng.permutation(rows[pairs.same[rows] == kind])[: (limit + 1) // 2] for kind in (SAME, DIFFERENT)
    ]
    if not all(map(len, kinds)):
        raise JobError(_missing(samples))
    chosen = np.concatenate(kinds)
    sides = np.stack([pairs.left[chosen], pairs.right[chosen]])
    used, (left, right) = np.unique(sides, return_inverse=True)
    return samples.subset(used), Pairs(left, right, pairs.same[chosen])


def _once(pairs: Pairs) -> NDArray[np.intp]:
    """Rows without those that hold the same two crops as an earlier one."""
    sides = np.sort(np.stack([pairs.left, pairs.right], axis=1), axis=1)
    return np.sort(np.unique(sides, axis=0, return_index=True)[1])


def _missing(samples: Samples) -> str:
    if np.unique(samples.people).size < 2:
        return f"All crops show {', '.join(samples.names)}, and pairs take somebody else, too. {ADVICE}"
    return f"Nobody has the two crops that a genuine pair takes. {ADVICE} Received: {len(samples)} crops"
