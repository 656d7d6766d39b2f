"""A file of embeddings by content digest. A damaged or foreign file counts as empty."""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from model.runtime.similarity_head import Embedding
from model.storage.encrypted_file import LockedError, read_file, write_file

log = logging.getLogger(__name__)

DIGEST_BYTES = 32

Key: TypeAlias = bytes
"""The SHA-256 of the content that was embedded: of an image file, or of a crop's pixels."""


class EmbeddingRecord(msgspec.Struct, frozen=True):
    """The payload, which follows its SHA-256 in the file. ``rows``: little-endian float32, one row per key.

    Raise ``format`` when a network is given other pixels for the same image file.
    """

    network: str
    keys: list[Key]
    rows: bytes
    format: Literal[2] = 2


def key_of(content: bytes) -> Key:
    return hashlib.sha256(content).digest()


class EmbeddingFile:
    """The embeddings of one ``network``, which is named by its digest."""

    def __init__(self, path: Path, network: str) -> None:
        self._path = path
        self.network = network

    def read(self) -> dict[Key, Embedding]:
        """Empty when there is no file, when it is damaged, of another network or of another format. Raises
        LockedError."""
        try:
            record = _opened(read_file(self._path)) if self._path.is_file() else None
            return _rows(record) if record and record.network == self.network else {}
        except LockedError:
            raise
        except (OSError, ValueError, RecursionError) as error:
            log.warning("Stored embeddings cannot be used and will be computed again: %r", error)
            return {}

    def write(self, rows: Mapping[Key, Embedding]) -> None:
        """Store ``rows`` and no others. Raises OSError."""
        if not rows:
            self._path.unlink(missing_ok=True)
            return
        write_file(self._path, encode_embeddings(self.network, rows))


def encode_embeddings(network: str, rows: Mapping[Key, Embedding]) -> bytes:
    """The content of the file of ``rows``, of which there is at least one."""
    values = np.stack(list(rows.values())).astype("<f4").tobytes()
    payload = msgspec.msgpack.encode(EmbeddingRecord(network, list(rows), values))
    return key_of(payload) + payload


def _opened(content: bytes) -> EmbeddingRecord:
    """Raises ValueError when ``content`` is damaged, or of another kind."""
    digest, payload = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    if key_of(payload) != digest:
        raise ValueError("The file is damaged: its digest does not match.")
    return msgspec.msgpack.decode(payload, type=EmbeddingRecord)


def _rows(record: EmbeddingRecord) -> dict[Key, Embedding]:
    """Raises ValueError when the rows are not a network's."""
    rows = np.frombuffer(record.rows, "<f4").reshape(len(record.keys), -1).astype(np.float32)
    if not rows.size or not np.isfinite(rows).all():
        raise ValueError("Numbers are missing, or are not finite.")
    return dict(zip(record.keys, rows, strict=True))
