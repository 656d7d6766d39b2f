"""Mine hard negatives: for each person, the people who look most alike."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from training.data.samples import ANONYMOUS

NEAREST_PEOPLE = 50
"""Impostors are drawn among this many people, not from the nearest alone. With only the hardest ones training
collapses early (Schroff, Kalenichenko and Philbin 2015, FaceNet), and the nearest of all may be the same
person under another name."""

DEFAULT_SHARE = 0.5

MAX_BLOCK_ELEMENTS = 2**23
"""Distances held in memory at a time: 32 MB of them."""


@dataclass(frozen=True, eq=False, slots=True)
class HardNegatives:
    """``rows[k]`` (nearest,) holds the people most like ``people[k]``, in no particular order; ``people``
    (n,) is sorted. ``share`` of the impostors, from 0 to 1, are to be drawn among them."""

    people: NDArray[np.int64]
    rows: NDArray[np.int64]
    share: float = DEFAULT_SHARE

    def of(self, person: int) -> NDArray[np.int64]:
        """The people most like ``person``; empty when ``person`` is unknown."""
        row = int(np.searchsorted(self.people, person))
        known = row < len(self.people) and self.people[row] == person
        return self.rows[row] if known else self.people[:0]


def mine_hard_negatives(
    embeddings: Embeddings,
    people: NDArray[np.int64],
    share: float = DEFAULT_SHARE,
    nearest: int = NEAREST_PEOPLE,
) -> HardNegatives:
    """For each person the ``nearest`` people (fewer if there are not as many), by the mean squared distance
    of their crops; after "doppelganger mining" (Smirnov et al. 2017).

    ``embeddings[k]`` is of a crop of ``people[k]``; anonymous crops are left out. Memory stays bounded
    however many people there are. Raises ValueError when there are fewer than two people.
    """
    known, centres, mean_squares = _person_means(embeddings, people)
    if len(known) < 2:
        raise ValueError(f"Hard negatives need at least two people. Received: people={people}")
    indices = np.arange(len(known))
    block = max(1, MAX_BLOCK_ELEMENTS // len(known))
    blocks = [indices[start : start + block] for start in range(0, len(known), block)]
    count = min(nearest, len(known) - 1)
    alike = np.concatenate([_nearest(each, centres, mean_squares, count) for each in blocks])
    return HardNegatives(known, known[alike], share)


def encode_hard_negatives(hard_negatives: HardNegatives) -> bytes:
    content = io.BytesIO()
    np.savez(content, people=hard_negatives.people, rows=hard_negatives.rows, share=hard_negatives.share)
    return content.getvalue()


def decode_hard_negatives(content: bytes) -> HardNegatives:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return HardNegatives(stored["people"], stored["rows"], float(stored["share"]))


def _person_means(
    embeddings: Embeddings, people: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """The known people (n,), rising; for each the mean embedding (n, dimensions) and the mean squared length
    (n,)."""
    named = people != ANONYMOUS
    known, indices, counts = np.unique(people[named], return_inverse=True, return_counts=True)
    if not len(known):
        return known, embeddings[:0], embeddings[:0, 0]
    rows = embeddings[named][np.argsort(indices, kind="stable")]
    starts, shares = np.cumsum(counts) - counts, (1 / counts).astype(np.float32)
    centres = np.add.reduceat(rows, starts) * shares[:, np.newaxis]
    return known, centres, np.add.reduceat(np.einsum("nd,nd->n", rows, rows), starts) * shares


def _nearest(
    indices: NDArray[np.intp], centres: NDArray[np.float32], mean_squares: NDArray[np.float32], count: int
) -> NDArray[np.intp]:
    """(len(indices), count). The mean of |a - b|² is that of |a|² plus that of |b|² less twice the product of
    both means; |a|² is the same for every b."""
    distances = mean_squares - 2 * centres[indices] @ centres.T
    distances[np.arange(len(indices)), indices] = np.inf
    return np.argpartition(distances, count - 1, axis=1)[:, :count]
