"""A bundle with one changed file, with its old digest or with a new one.

The first byte chooses the file. A changed network with a new digest is not tried: it is a program, and LiteRT
trusts it.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from model.runtime import bundle as files
from model.runtime.bundle import SHIPPED_BUNDLE, BundleError, file_digest, load_bundle
from model.runtime.model_card import Card, decode_card, encode_card, with_digest
from model.storage.json_codec import JsonError, decode_json
from tests.fuzz.mutations import json_after_a_byte
from tests.fuzz.target import Target

CARD = (SHIPPED_BUNDLE / files.CARD).read_bytes()
HEAD = (SHIPPED_BUNDLE / files.HEAD).read_bytes()
NETWORK = (SHIPPED_BUNDLE / files.EMBEDDING).read_bytes()


def accepts(content: bytes, folder: Path) -> bool:
    if not content:
        return False
    change = list(CHANGES)[content[0] % len(CHANGES)]
    bundle_folder = folder / change
    if not bundle_folder.is_dir():
        shutil.copytree(SHIPPED_BUNDLE, bundle_folder)
    for name, changed in CHANGES[change](content[1:]).items():
        (bundle_folder / name).write_bytes(changed)
    try:
        bundle = load_bundle(bundle_folder, threads=1)
    except BundleError:
        return False
    crop = np.full((bundle.card.crop_size,) * 2 + (3,), 100, np.uint8)
    assert bundle.embed([crop]).shape == (1, bundle.card.dimensions)
    return True


def _card(content: bytes) -> dict[str, bytes]:
    return {files.CARD: content}


def _signed_card(content: bytes) -> dict[str, bytes]:
    """Unchanged when it is not a card."""
    try:
        card = decode_json(content, Card)
    except JsonError:
        return {files.CARD: content}
    return {files.CARD: encode_card(with_digest(replace(card, files=decode_card(CARD).files)))}


def _head(content: bytes) -> dict[str, bytes]:
    return {files.HEAD: content}


def _signed_head(content: bytes) -> dict[str, bytes]:
    card = decode_card(CARD)
    signed_card = with_digest(replace(card, files=card.files | {files.HEAD: file_digest(content)}))
    return {files.HEAD: content, files.CARD: encode_card(signed_card)}


def _network(content: bytes) -> dict[str, bytes]:
    return {files.EMBEDDING: content + NETWORK[len(content) :]}


CHANGES: dict[str, Callable[[bytes], dict[str, bytes]]] = {
    "card": _card,
    "sealed card": _signed_card,
    "head": _head,
    "sealed head": _signed_head,
    "network": _network,
}


def seeds() -> dict[str, bytes]:
    unchanged = {
        "card": CARD,
        "sealed card": CARD,
        "head": HEAD,
        "sealed head": HEAD,
        "network": NETWORK[:64],
    }
    return {change: bytes([place]) + unchanged[change] for place, change in enumerate(CHANGES)}


BUNDLE = Target(
    accepts=accepts,
    seeds=seeds,
    mutate=json_after_a_byte,
    words=(b'"crop_size":', b'"dimensions":', b'"bases":', b'"weights":', b"0", b"-1", b"100", b"1e308"),
    longest_bytes=25_000,
    timeout_s=20,
    memory_mb=2048,
)
