"""Select the pairs of a contact sheet."""

import numpy as np
from numpy.typing import NDArray

from model.installation.commands import typed
from model.messages.message import english_only
from training.data.pairs import DIFFERENT, SAME, Pairs, sample_pairs
from training.data.samples import Samples
from training.jobs.progress import JobError

ADVICE = (
    f"Collect more with `{typed('collect --positives 20 --negatives 20')}`, name a folder with a subfolder "
    "of photographs for each person with --people, or Labeled Faces in the Wild with --lfw."
)


def select_pairs(
    samples: Samples, limit: int, rng: np.random.Generator, focus: int | None = None
) -> tuple[Samples, Pairs]:
    """About ``limit`` distinct pairs and their samples. Half of the pairs are genuine, as in training; they
    come first.

    With ``focus``, only pairs that show the person of this number. Raises JobError when there is no genuine
    pair or no impostor pair.
    """
    try:
        pairs = sample_pairs(samples, rng)
    except ValueError as error:
        raise JobError(english_only(_missing_pairs(samples))) from error
    rows = _distinct_rows(pairs)
    if focus is not None:
        sides = samples.people[pairs.left[rows]], samples.people[pairs.right[rows]]
        rows = rows[(sides[0] == focus) | (sides[1] == focus)]
    labels = [rows[pairs.same[rows] == label] for label in (SAME, DIFFERENT)]
    sampled = [rng.permutation(of_label)[: (limit + 1) // 2] for of_label in labels]
    if not all(map(len, sampled)):
        raise JobError(english_only(_missing_pairs(samples)))
    chosen = np.concatenate(sampled)
    indices = np.stack([pairs.left[chosen], pairs.right[chosen]])
    used, (left, right) = np.unique(indices, return_inverse=True)
    return samples.subset(used), Pairs(left, right, pairs.same[chosen])


def _distinct_rows(pairs: Pairs) -> NDArray[np.intp]:
    """The first row of each pair of crops, in either order."""
    sides = np.sort(np.stack([pairs.left, pairs.right], axis=1), axis=1)
    return np.sort(np.unique(sides, axis=0, return_index=True)[1])


def _missing_pairs(samples: Samples) -> str:
    if np.unique(samples.people).size < 2:
        return f"All crops show {', '.join(samples.names)}, and pairs need another person too. {ADVICE}"
    return f"A genuine pair needs two crops of one person. {ADVICE} Received: {len(samples)} crops"
