"""A damaged file gives no embeddings, and never wrong ones."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from model.runtime.embedding_file import EmbeddingFile, EmbeddingRecord, key_of

ROWS = {key_of(b"one picture"): np.float32([1, 0, 0]), key_of(b"another"): np.float32([0, 0.6, 0.8])}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    EmbeddingFile(tmp_path / "embeddings.bin", "this").write(ROWS)
    return tmp_path / "embeddings.bin"


def known(path: Path, network: str = "this") -> dict[bytes, list[float]]:
    return {key: row.tolist() for key, row in EmbeddingFile(path, network).read().items()}


def test_what_was_written_is_known(path: Path) -> None:
    assert known(path) == {key: row.tolist() for key, row in ROWS.items()}


def test_another_network_knows_nothing_of_it(path: Path) -> None:
    assert known(path, "other") == {}


def test_to_know_nothing_takes_no_file(path: Path) -> None:
    for _ in range(2):
        EmbeddingFile(path, "this").write({})
        assert not path.exists()
        assert known(path) == {}


def test_no_damaged_byte_is_overlooked(path: Path) -> None:
    content = path.read_bytes()
    for place in range(len(content)):
        for bit in (0, 7):
            damaged = bytearray(content)
            damaged[place] ^= 1 << bit
            path.write_bytes(damaged)
            assert known(path) == {}, f"bit {bit} of byte {place}"


def test_no_missing_and_no_added_end_is_overlooked(path: Path) -> None:
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        assert known(path) == {}, f"{length} of {len(content)} bytes"
    path.write_bytes(content + b"\0")
    assert known(path) == {}


def sealed(payload: bytes) -> bytes:
    """With the digest that belongs to it."""
    return key_of(payload) + payload


def kept(rows: bytes, keys: int = 2) -> bytes:
    return sealed(msgspec.msgpack.encode(EmbeddingRecord("this", list(ROWS)[:keys], rows)))


FOREIGN = {
    "zeros": bytes(1000),
    "a text": b"I am no file of embeddings, and long enough to hold a digest",
    "a digest alone": sealed(b""),
    "another kind of object": sealed(msgspec.msgpack.encode({"keys": 1})),
    "no object": sealed(b"\xc1"),
    "a name that is no text": sealed(kept(bytes(24))[32:].replace(b"this", b"\xff\xff\xff\xff")),
    "another format": sealed(kept(bytes(24))[32:].replace(b"format\x02", b"format\x01")),
    "half a number": kept(bytes(23)),
    "rows of uneven length": kept(bytes(20)),
    "keys without rows": kept(b""),
    "rows without keys": kept(bytes(24), keys=0),
    "what is no number": kept(np.float32([1, 0, 0, 0, np.nan, 0]).tobytes()),
    "what is infinite": kept(np.float32([1, 0, 0, 0, 0, -np.inf]).tobytes()),
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_foreign_content_is_passed_over_and_replaced(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert known(path) == {}
    EmbeddingFile(path, "this").write(ROWS)
    assert len(known(path)) == 2


def test_a_folder_in_its_place_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "embeddings.bin").mkdir()
    assert known(tmp_path / "embeddings.bin") == {}
    with pytest.raises(OSError, match=r"embeddings\.bin"):
        EmbeddingFile(tmp_path / "embeddings.bin", "this").write(ROWS)
