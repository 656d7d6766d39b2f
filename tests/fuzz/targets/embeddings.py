"""embeddings.bin of a person's references, as it is and with a correct digest."""

from pathlib import Path

import msgspec
import numpy as np

from model.runtime.embedding_file import DIGEST_BYTES, EmbeddingFile, EmbeddingRecord, key_of
from tests.fuzz.target import Target

NETWORK = "network"
ROWS = {key_of(b"one"): np.float32([0.6, 0.8]), key_of(b"other"): np.float32([1, 0])}


def accepts(content: bytes, folder: Path) -> bool:
    payload = content[DIGEST_BYTES:]
    return any([_read(content, folder), _read(key_of(payload) + payload, folder)])


def _read(content: bytes, folder: Path) -> bool:
    path = folder / "embeddings.bin"
    path.write_bytes(content)
    file = EmbeddingFile(path, NETWORK)
    rows = file.read()
    assert all(row.ndim == 1 and row.size and np.isfinite(row).all() for row in rows.values())
    file.write(rows)
    again = file.read()
    assert again.keys() == rows.keys()
    assert all(np.array_equal(again[key], row) for key, row in rows.items())
    return bool(rows)


def seeds() -> dict[str, bytes]:
    return {"two": _written(ROWS), "one": _written(dict(list(ROWS.items())[:1]))}


def _written(rows: dict[bytes, np.ndarray]) -> bytes:
    values = np.stack(list(rows.values())).astype("<f4").tobytes()
    payload = msgspec.msgpack.encode(EmbeddingRecord(NETWORK, list(rows), values))
    return key_of(payload) + payload


EMBEDDINGS = Target(
    accepts=accepts,
    seeds=seeds,
    words=(
        b"\xa7network",
        b"\xa4keys",
        b"\xa4rows",
        b"\xa6format",
        b"\xc4",
        b"\xdd\xff\xff\xff\xff",
        b"\x91" * 40,
    ),
)
