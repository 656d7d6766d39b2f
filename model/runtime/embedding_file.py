"""What a network made of pictures, kept in a file: whatever is wrong with it, it is as if there were none."""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from model.runtime.similarity_head import Embedding
from model.storage.atomic_file import write_atomically

log = logging.getLogger(__name__)

DIGEST_BYTES = 32

Key: TypeAlias = bytes
"""The SHA-256 of a picture's file: a picture that was replaced is another one."""


class Kept(msgspec.Struct, frozen=True):
    """What follows its own SHA-256 in the file. ``rows``: little-endian float32, as long for each key.

    ``format`` has to rise when a network is given another picture for the same file.
    """

    network: str
    keys: list[Key]
    rows: bytes
    format: Literal[2] = 2


def key_of(content: bytes) -> Key:
    return hashlib.sha256(content).digest()


class EmbeddingFile:
    """``network`` tells apart networks that embed differently; the file knows the pictures of one."""

    def __init__(self, path: Path, network: str) -> None:
        self._path = path
        self._network = network

    def read(self) -> dict[Key, Embedding]:
        """Empty when there is no file, when it is damaged, of another network or of another format."""
        try:
            kept = _opened(self._path.read_bytes()) if self._path.is_file() else None
            return _rows(kept) if kept and kept.network == self._network else {}
        except (OSError, ValueError, RecursionError) as error:
            log.warning("The embeddings of references cannot be used and are made anew: %r", error)
            return {}

    def write(self, rows: Mapping[Key, Embedding]) -> None:
        """Know these and no others. Raises OSError."""
        if not rows:
            self._path.unlink(missing_ok=True)
            return
        values = np.stack(list(rows.values())).astype("<f4").tobytes()
        payload = msgspec.msgpack.encode(Kept(self._network, list(rows), values))
        write_atomically(self._path, key_of(payload) + payload)


def _opened(content: bytes) -> Kept:
    """Raises ValueError when it is damaged, or another kind of file."""
    digest, payload = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    if key_of(payload) != digest:
        raise ValueError("It is damaged: its digest does not match.")
    return msgspec.msgpack.decode(payload, type=Kept)


def _rows(kept: Kept) -> dict[Key, Embedding]:
    """Raises ValueError when they are not what a network makes."""
    rows = np.frombuffer(kept.rows, "<f4").reshape(len(kept.keys), -1).astype(np.float32)
    if not rows.size or not np.isfinite(rows).all():
        raise ValueError("It lacks numbers, or holds some that are not finite.")
    return dict(zip(kept.keys, rows, strict=True))
