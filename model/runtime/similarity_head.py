"""The similarity head: from two embeddings to a similarity."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, TypeAlias

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from model.runtime.hadamard_bases import hadamard_axes
from model.storage.json_codec import decode_json

Embeddings: TypeAlias = NDArray[np.float32]
"""(n, dimensions), float32; most networks give each row a Euclidean length of 1."""

Embedding: TypeAlias = NDArray[np.float32]
"""(dimensions,), float32, of Euclidean length 1; comparable only with embeddings of the same network."""

Coordinates: TypeAlias = NDArray[np.float32]
"""(n, axes), float32: embeddings along the axes on which a head measures distances."""

BLOCK = 128
"""Rows compared at a time, so that their differences stay in the processor's cache."""


class Distance(StrEnum):
    """A difference per axis (L1), or one length (EUCLIDEAN)."""

    L1 = "l1"
    EUCLIDEAN = "euclidean"


@dataclass(frozen=True, eq=False)
class Head:
    """sigmoid(weights . distance + bias), after Koch, Zemel and Salakhutdinov (2015).

    ``weights``: (axes,) for L1, (1,) for EUCLIDEAN. There are ``bases`` times dimensions axes; see
    ``hadamard_axes``.
    """

    weights: NDArray[np.float32]
    bias: float
    distance: Distance = Distance.L1
    bases: int = 1
    _axes: NDArray[np.float32] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        dimensions = len(self.weights) // self.bases
        object.__setattr__(self, "_axes", hadamard_axes(dimensions, self.bases) if self.bases > 1 else None)

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        """(n, axes) for (n, dimensions): the input of ``similarity``, to be computed once per face."""
        return embeddings if self._axes is None else embeddings @ self._axes

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> NDArray[np.float32]:
        """(n,) in [0, 1], higher = more similar: ``one`` (axes,) against each of ``many``."""
        return logistic(self.logits(one, many))

    def logits(self, one: NDArray[np.float32], many: Coordinates) -> NDArray[np.float32]:
        """(n,), at most ``bias``, which two equal faces have: similarities before the sigmoid, which makes
        all that are very similar 1."""
        logits = np.empty(len(many), np.float32)
        tiled = np.tile(one, (min(BLOCK, len(many)), 1))
        buffer = np.empty_like(tiled)
        for start in range(0, len(many), BLOCK):
            block = many[start : start + BLOCK]
            difference = buffer[: len(block)]
            # One pass; NumPy takes two, with the same result.
            cv2.absdiff(block, tiled[: len(block)], dst=difference)
            self._weighted_sum(difference, logits[start : start + BLOCK])
        return logits + np.float32(self.bias)

    def _weighted_sum(self, difference: NDArray[np.float32], out: NDArray[np.float32]) -> None:
        """Write the weighted distances to ``out`` (n,); ``difference`` (n, axes) is absolute."""
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
    """The content of ``head.json``."""

    distance: Distance
    weights: list[float]
    bias: float
    bases: Annotated[int, msgspec.Meta(ge=1, le=16)] = 1


def encode_head(head: Head) -> bytes:
    stored = HeadFile(distance=head.distance, weights=head.weights.tolist(), bias=head.bias, bases=head.bases)
    return msgspec.json.encode(stored)


def decode_head(content: bytes, dimensions: int) -> Head:
    """Raises ValueError unless ``content`` is a head for embeddings of ``dimensions``."""
    stored = decode_json(content, HeadFile)
    with np.errstate(over="ignore"):
        weights = np.array(stored.weights, np.float32)
        # Along any axis, two points of length 1 differ by at most 2.
        max_logit = 2 * np.abs(weights).sum() + np.abs(np.float32(stored.bias))
    expected = 1 if stored.distance is Distance.EUCLIDEAN else stored.bases * dimensions
    if len(weights) != expected or not np.isfinite(max_logit):
        raise ValueError(f"It holds {len(weights)} weights; {expected} were expected, of a finite sum.")
    if stored.distance is Distance.EUCLIDEAN and stored.bases > 1:
        raise ValueError(f"The Euclidean distance has one basis. Received: bases={stored.bases}")
    return Head(weights, stored.bias, stored.distance, stored.bases)
