"""The model bundle: a folder that training writes and the app runs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message, message_of
from model.messages.message_error import MessageError
from model.runtime.embedding_pool import embed_on_all_cores, embed_one
from model.runtime.litert import DEFAULT_THREADS, LiteRtNetwork
from model.runtime.model_card import Card, CardError, FileDigest, decode_card
from model.runtime.similarity_head import Embeddings, Head, decode_head
from model.storage.json_codec import JsonError
from model.storage.os_errors import system_reason

EMBEDDING = "embedding.tflite"
HEAD = "head.json"
TRAINABLE = "embedding.keras"
CARD = "card.json"
BUNDLE_FILES = (EMBEDDING, HEAD, TRAINABLE)

MIN_POOLED_CROPS = 64
"""From this number on, copies of the network on other cores are worth their megabytes."""

SHIPPED_BUNDLE = Path(__file__).parents[1] / "weights" / "base"


class BundleError(MessageError, ValueError):
    """The bundle is missing, damaged or edited and must not be used."""


class Bundle:
    """A verified bundle, ready to embed and to compare."""

    def __init__(self, folder: Path, card: Card, head: Head, network: LiteRtNetwork) -> None:
        self.folder = folder
        self.card = card
        self.head = head
        self._network = network

    @property
    def network_digest(self) -> str:
        """SHA-256 of the network's file: it identifies the embeddings."""
        return self.card.files[EMBEDDING].sha256

    def embed(self, crops: Sequence[NDArray[np.uint8]]) -> Embeddings:
        """(n, dimensions) for n aligned RGB crops, (crop_size, crop_size, 3) uint8 each. Many crops are
        embedded on all cores, unless the bundle was loaded for one thread."""
        if len(crops) < MIN_POOLED_CROPS or self._network.threads == 1:
            return embed_each(self._network, crops, self.card.dimensions)
        return embed_on_all_cores(self._network.content, crops)


def embed_each(
    network: LiteRtNetwork, crops: Sequence[NDArray[np.uint8]] | NDArray[np.uint8], dimensions: int
) -> Embeddings:
    """(n, dimensions): the embeddings of n crops, each computed by itself."""
    rows = [embed_one(network, crop) for crop in crops]
    return np.concatenate(rows) if rows else np.empty((0, dimensions), np.float32)


def file_digest(content: bytes) -> FileDigest:
    return FileDigest(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def load_bundle(folder: Path = SHIPPED_BUNDLE, threads: int = DEFAULT_THREADS) -> Bundle:
    """Check every file against the card, then load the bundle.

    Raises BundleError when a file is missing, damaged or edited, or the files do not match each other.
    """
    try:
        card = decode_card((folder / CARD).read_bytes())
        _verified_bytes(folder, TRAINABLE, card)
        head = _decode_head(_verified_bytes(folder, HEAD, card), card)
        bundle = Bundle(folder, card, head, LiteRtNetwork(_verified_bytes(folder, EMBEDDING, card), threads))
        _smoke_test(bundle)
    except (OSError, CardError, BundleError, ValueError) as error:
        advice = Message("Choose another model (in the window: Train), or restore this one from a backup.")
        raise BundleError(
            Message(
                "The model bundle {folder} is refused: {reason} {advice}",
                folder=folder,
                reason=_reason(error),
                advice=advice,
            )
        ) from error
    return bundle


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return Message(
            "{file} cannot be read: {reason}.", file=Path(error.filename).name, reason=system_reason(error)
        )
    return message_of(error)


def _verified_bytes(folder: Path, name: str, card: Card) -> bytes:
    content = (folder / name).read_bytes()
    if card.files.get(name) != file_digest(content):
        raise BundleError(Message("{name} does not match the digest in card.json.", name=name))
    return content


def _smoke_test(bundle: Bundle) -> None:
    """Embed one crop: the result must have the dimensions in the card. It warms up the network, too."""
    size, dimensions = bundle.card.crop_size, bundle.card.dimensions
    shape = bundle.embed([np.zeros((size, size, 3), np.uint8)]).shape
    if shape != (1, dimensions):
        raise BundleError(
            Message(
                "{embedding} embeds a crop as {shape}; {expected} was expected.",
                embedding=EMBEDDING,
                shape=shape,
                expected=(1, dimensions),
            )
        )


def _decode_head(content: bytes, card: Card) -> Head:
    try:
        return decode_head(content, card.dimensions)
    except JsonError as error:
        raise BundleError(
            Message("{head} is not a head this version reads: {error}.", head=HEAD, error=error)
        ) from error
    except ValueError as error:
        raise BundleError(Message("{head} is refused: {error}", head=HEAD, error=error)) from error
