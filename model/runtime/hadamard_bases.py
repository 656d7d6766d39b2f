"""Orthonormal bases along which a similarity head measures distances."""

import hashlib

import numpy as np
from numpy.typing import NDArray


def hadamard_axes(dimensions: int, bases: int) -> NDArray[np.float32]:
    """(dimensions, bases * dimensions): the axes of ``bases`` orthonormal bases, as columns.

    The first basis is the identity. The L1 distance of two points depends on the axes; summed over many bases
    it approaches the Euclidean distance, which does not. Each further basis is a randomised Hadamard
    transform (Ailon and Chazelle 2006). Its signs are the bits of a hash, the same on every machine.

    Raises ValueError for more than one basis unless ``dimensions`` is a power of two.
    """
    identity = np.eye(dimensions, dtype=np.float32)
    if bases == 1:
        return identity
    if bases < 1 or dimensions.bit_count() != 1:
        raise ValueError(
            "The number of bases must be positive, dimensions a power of two. "
            f"Received: bases={bases}, dimensions={dimensions}"
        )
    hadamard = _hadamard(dimensions) / np.sqrt(dimensions)
    transforms = [_signs(dimensions, number)[:, np.newaxis] * hadamard for number in range(1, bases)]
    return np.concatenate([identity, *transforms], axis=1, dtype=np.float32)


def _hadamard(size: int) -> NDArray[np.float64]:
    """Sylvester's matrix of 1 and -1 with orthogonal columns."""
    matrix = np.ones((1, 1))
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


def _signs(dimensions: int, number: int) -> NDArray[np.int8]:
    digest = hashlib.shake_128(f"basis {number}".encode()).digest((dimensions + 7) // 8)
    return 1 - 2 * np.unpackbits(np.frombuffer(digest, np.uint8))[:dimensions].astype(np.int8)
