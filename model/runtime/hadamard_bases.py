"""More axes to measure a distance along than an embedding has of its own."""

import hashlib

import numpy as np
from numpy.typing import NDArray


def axes(dimensions: int, bases: int) -> NDArray[np.float32]:
    """(dimensions, bases * dimensions): an axis in each column, those of ``bases`` orthonormal bases.

    The first basis is the embedding's own. What the L1 distance says of two points depends on the axes; over
    many bases it comes near to the Euclidean distance, which does not. Each further basis is a randomised
    Hadamard transform (Ailon and Chazelle 2006) whose signs are the bits of a hash, the same everywhere.

    Raises ValueError for more than one basis of a number of dimensions that is no power of two.
    """
    own = np.eye(dimensions, dtype=np.float32)
    if bases == 1:
        return own
    if bases < 1 or dimensions.bit_count() != 1:
        raise ValueError(
            "Bases are positive in number, dimensions a power of two. "
            f"Received: bases={bases}, dimensions={dimensions}"
        )
    hadamard = _hadamard(dimensions) / np.sqrt(dimensions)
    turned = [_signs(dimensions, number)[:, np.newaxis] * hadamard for number in range(1, bases)]
    return np.concatenate([own, *turned], axis=1, dtype=np.float32)


def _hadamard(size: int) -> NDArray[np.float64]:
    """Sylvester's matrix of 1 and -1, each two columns of which are at right angles."""
    matrix = np.ones((1, 1))
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


def _signs(dimensions: int, number: int) -> NDArray[np.int8]:
    digest = hashlib.shake_128(f"basis {number}".encode()).digest((dimensions + 7) // 8)
    return 1 - 2 * np.unpackbits(np.frombuffer(digest, np.uint8))[:dimensions].astype(np.int8)
