"""head.json. The first byte chooses the dimensions of the embedding."""

from pathlib import Path

import numpy as np

from model.runtime.bundle import SHIPPED_BUNDLE
from model.runtime.similarity_head import Distance, Head, HeadFile, decode_head, encode_head
from tests.fuzz.mutations import json_after_a_byte
from tests.fuzz.target import Target

DIMENSIONS = (1, 2, 3, 8, 128)


def accepts(content: bytes, folder: Path) -> bool:
    if not content:
        return False
    dimensions = DIMENSIONS[content[0] % len(DIMENSIONS)]
    try:
        head = decode_head(content[1:], dimensions)
    except ValueError:
        return False
    check_invariants(head, dimensions)
    return True


def check_invariants(head: Head, dimensions: int) -> None:
    points = np.random.default_rng(0).normal(size=(4, dimensions))
    embeddings = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    coordinates = head.coordinates(embeddings)
    for one in coordinates:
        similarities = head.similarity(one, coordinates)
        assert ((similarities >= 0) & (similarities <= 1)).all(), (similarities, head)
    assert encode_head(decode_head(encode_head(head), dimensions)) == encode_head(head)


def seeds() -> dict[str, bytes]:
    heads = {
        "one weight": (0, Head(np.float32([-2.0]), 1.0)),
        "two bases": (1, Head(np.float32([-1, -2, -3, -4]), 0.5, bases=2)),
        "euclidean": (3, Head(np.float32([-2.0]), 3.0, Distance.EUCLIDEAN)),
    }
    written = {name: bytes([place]) + encode_head(head) for name, (place, head) in heads.items()}
    return written | {"shipped": bytes([4]) + (SHIPPED_BUNDLE / "head.json").read_bytes()}


HEAD = Target(
    accepts=accepts,
    seeds=seeds,
    mutate=json_after_a_byte,
    words=(
        *(b'"%s":' % name.encode() for name in HeadFile.__slots__),
        b'"l1"', b'"euclidean"', b"3e38", b"-3e38", b"1e308", b"1e-46", b"-0.0", b",", b"[", b"]",
    ),
    longest_bytes=12_000,
)  # fmt: skip
