"""What was learned on top of the embedding: from two embeddings to a similarity."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, TypeAlias

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from model.runtime.hadamard_bases import axes
from model.storage.json_codec import decode_json

Embeddings: TypeAlias = NDArray[np.float32]
"""(n, dimensions), float32; most networks make each row of Euclidean length 1."""

Embedding: TypeAlias = NDArray[np.float32]
"""(dimensions,), float32, of Euclidean length 1: a face as one model sees it, comparable with no other's."""

Coordinates: TypeAlias = NDArray[np.float32]
"""(n, axes), float32: where embeddings lie along each axis that a head measures along."""

BLOCK = 128
"""Rows that are compared at a time: their differences then stay in the processor's cache."""


class Distance(StrEnum):
    """What two embeddings differ by: a number for each axis (L1) or one for all (EUCLIDEAN)."""

    L1 = "l1"
    EUCLIDEAN = "euclidean"


@dataclass(frozen=True, eq=False)
class Head:
    """sigmoid(weights . distance + bias), after Koch, Zemel and Salakhutdinov (2015).

    ``weights`` go with the distances: (axes,) for L1, (1,) for EUCLIDEAN. There are as many axes as
    ``bases`` times dimensions; one basis is the embedding's own.
    """

    weights: NDArray[np.float32]
    bias: float
    distance: Distance = Distance.L1
    bases: int = 1
    _axes: NDArray[np.float32] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        dimensions = len(self.weights) // self.bases
        object.__setattr__(self, "_axes", axes(dimensions, self.bases) if self.bases > 1 else None)

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        """(n, axes) for (n, dimensions): what ``similarity`` compares, to be computed once a face."""
        return embeddings if self._axes is None else embeddings @ self._axes

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> NDArray[np.float32]:
        """(n,) in [0, 1], higher = more similar: ``one`` (axes,) against each of ``many``."""
        logits = np.empty(len(many), np.float32)
        repeated = np.tile(one, (min(BLOCK, len(many)), 1))
        apart = np.empty_like(repeated)
        for start in range(0, len(many), BLOCK):
            block = many[start : start + BLOCK]
            difference = apart[: len(block)]
            # One pass where NumPy takes two, with the same result.
            cv2.absdiff(block, repeated[: len(block)], dst=difference)
            self._weigh(difference, logits[start : start + BLOCK])
        return logistic(logits + np.float32(self.bias))

    def _weigh(self, difference: NDArray[np.float32], out: NDArray[np.float32]) -> None:
        """Into ``out`` (n,) the distance times its weights; ``difference`` (n, axes) has no signs."""
        if self.distance is Distance.EUCLIDEAN:
            lengths = np.sqrt(np.einsum("na,na->n", difference, difference))
            np.multiply(lengths, self.weights[0], out=out)
        else:
            np.dot(difference, self.weights, out=out)


def logistic(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 / (1 + exp(-logits)), without overflow."""
    return (0.5 * (1 + np.tanh(0.5 * logits))).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFile:
    """``head.json`` as it is stored."""

    distance: Distance
    weights: list[float]
    bias: float
    bases: Annotated[int, msgspec.Meta(ge=1, le=16)] = 1


def encode_head(head: Head) -> bytes:
    stored = HeadFile(distance=head.distance, weights=head.weights.tolist(), bias=head.bias, bases=head.bases)
    return msgspec.json.encode(stored)


def decode_head(content: bytes, dimensions: int) -> Head:
    """The head of embeddings with so many ``dimensions``. Raises ValueError for anything else."""
    stored = decode_json(content, HeadFile)
    with np.errstate(over="ignore"):
        weights = np.array(stored.weights, np.float32)
        # No two points of length 1 are farther apart than 2 along any axis.
        most = 2 * np.abs(weights).sum() + np.abs(np.float32(stored.bias))
    expected = 1 if stored.distance is Distance.EUCLIDEAN else stored.bases * dimensions
    if len(weights) != expected or not np.isfinite(most):
        raise ValueError(f"It holds {len(weights)} weights; {expected} were expected, of a finite sum.")
    if stored.distance is Distance.EUCLIDEAN and stored.bases > 1:
        raise ValueError(f"The Euclidean distance has one basis. Received: bases={stored.bases}")
    return Head(weights, stored.bias, stored.distance, stored.bases)
