"""Who looks most like whom: the people that hard impostor pairs are made of."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from training.data.samples import ANONYMOUS

NEAREST_PEOPLE = 50
"""So many people are somebody's rivals. Impostors are drawn among them, not the nearest alone: with the very
hardest ones training collapses early on (Schroff, Kalenichenko and Philbin 2015, FaceNet), and the nearest
of all may be the same person under another name."""

DEFAULT_SHARE = 0.5

MAX_BLOCK_ELEMENTS = 2**23
"""Distances held at a time, 32 MB of them."""


@dataclass(frozen=True, eq=False, slots=True)
class HardNegatives:
    """``rows[k]`` (nearest,) holds the people most like ``people[k]``, in no order; ``people`` (n,) rise.
    ``share`` of the impostors, from 0 to 1, shall be drawn among them."""

    people: NDArray[np.int64]
    rows: NDArray[np.int64]
    share: float = DEFAULT_SHARE

    def of(self, person: int) -> NDArray[np.int64]:
        """Nobody, for somebody who is not known."""
        place = int(np.searchsorted(self.people, person))
        known = place < len(self.people) and self.people[place] == person
        return self.rows[place] if known else self.people[:0]


def mine_hard_negatives(
    embeddings: Embeddings,
    people: NDArray[np.int64],
    share: float = DEFAULT_SHARE,
    nearest: int = NEAREST_PEOPLE,
) -> HardNegatives:
    """For everybody the ``nearest`` people (fewer where there are fewer), by the mean squared distance of
    their crops; after "doppelganger mining" (Smirnov et al. 2017).

    ``embeddings[k]`` is of a crop of ``people[k]``; anonymous ones are left out. However many people there
    are, few distances are held at a time. Raises ValueError when there are fewer than two people.
    """
    known, centres, squares = _means(embeddings, people)
    if len(known) < 2:
        raise ValueError(f"A rival is somebody else: it takes two people. Received: people={people}")
    places = np.arange(len(known))
    rows = max(1, MAX_BLOCK_ELEMENTS // len(known))
    blocks = [places[start : start + rows] for start in range(0, len(known), rows)]
    kept = min(nearest, len(known) - 1)
    alike = np.concatenate([_nearest(block, centres, squares, kept) for block in blocks])
    return HardNegatives(known, known[alike], share)


def encode_hard_negatives(hard_negatives: HardNegatives) -> bytes:
    content = io.BytesIO()
    np.savez(content, people=hard_negatives.people, rows=hard_negatives.rows, share=hard_negatives.share)
    return content.getvalue()


def decode_hard_negatives(content: bytes) -> HardNegatives:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return HardNegatives(stored["people"], stored["rows"], float(stored["share"]))


def _means(
    embeddings: Embeddings, people: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Everybody known (n,), rising; for each the mean embedding (n, dimensions) and the mean of the squared
    lengths (n,)."""
    named = people != ANONYMOUS
    known, places, counts = np.unique(people[named], return_inverse=True, return_counts=True)
    if not len(known):
        return known, embeddings[:0], embeddings[:0, 0]
    rows = embeddings[named][np.argsort(places, kind="stable")]
    starts, shares = np.cumsum(counts) - counts, (1 / counts).astype(np.float32)
    centres = np.add.reduceat(rows, starts) * shares[:, np.newaxis]
    return known, centres, np.add.reduceat(np.einsum("nd,nd->n", rows, rows), starts) * shares


def _nearest(
    places: NDArray[np.intp], centres: NDArray[np.float32], squares: NDArray[np.float32], kept: int
) -> NDArray[np.intp]:
    """(len(places), kept). The mean of |a - b|² is that of |a|² plus that of |b|² less twice the product of
    both means; |a|² is the same for every b."""
    apart = squares - 2 * centres[places] @ centres.T
    apart[np.arange(len(places)), places] = np.inf
    return np.argpartition(apart, kept - 1, axis=1)[:, :kept]
