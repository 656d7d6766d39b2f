"""The model bundle: a folder that the learning world writes and the live world runs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.runtime.embedding_pool import EmbeddingPool, embed_one, usable_cores
from model.runtime.litert import DEFAULT_THREADS, LiteRtNetwork
from model.runtime.model_card import Card, CardError, Fingerprint, decode_card
from model.runtime.similarity_head import Embeddings, Head, decode_head
from model.storage.json_codec import JsonError

EMBEDDING = "embedding.tflite"
HEAD = "head.json"
LEARNABLE = "embedding.keras"
CARD = "card.json"
BUNDLE_FILES = (EMBEDDING, HEAD, LEARNABLE)

MANY_CROPS = 32
"""From so many on, copies of the network on other cores are worth making."""

SHIPPED_BUNDLE = Path(__file__).parents[1] / "weights" / "base"


class BundleError(ValueError):
    """The bundle is missing, damaged or edited and must not be used."""


class Bundle:
    """A verified bundle, ready to embed and to compare."""

    def __init__(self, folder: Path, card: Card, head: Head, network: LiteRtNetwork) -> None:
        self.folder = folder
        self.card = card
        self.head = head
        self._network = network
        self._pool: EmbeddingPool | None = None

    @property
    def network(self) -> str:
        """Another one where crops are embedded otherwise: the SHA-256 of the file."""
        return self.card.files[EMBEDDING].sha256

    def embed(self, crops: Sequence[NDArray[np.uint8]]) -> Embeddings:
        """(n, dimensions) for n aligned RGB crops, (crop_size, crop_size, 3) uint8 each. Many are embedded on
        every core, unless the bundle was loaded for one thread."""
        if len(crops) < MANY_CROPS or self._network.threads == 1:
            return embed_each(self._network, crops, self.card.dimensions)
        self._pool = self._pool or EmbeddingPool(self._network.content, usable_cores())
        return np.concatenate(self._pool.embed(crops))


def embed_each(
    network: LiteRtNetwork, crops: Sequence[NDArray[np.uint8]] | NDArray[np.uint8], dimensions: int
) -> Embeddings:
    """(n, dimensions): what ``network`` makes of each of n crops by itself."""
    rows = [embed_one(network, crop) for crop in crops]
    return np.concatenate(rows) if rows else np.empty((0, dimensions), np.float32)


def fingerprint(content: bytes) -> Fingerprint:
    return Fingerprint(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def load_bundle(folder: Path = SHIPPED_BUNDLE, threads: int = DEFAULT_THREADS) -> Bundle:
    """Read a bundle after checking every file against its card.

    Raises BundleError when a file is missing, damaged or edited, or the parts do not fit together.
    """
    try:
        card = decode_card((folder / CARD).read_bytes())
        _checked(folder, LEARNABLE, card)
        head = _decode_head(_checked(folder, HEAD, card), card)
        bundle = Bundle(folder, card, head, LiteRtNetwork(_checked(folder, EMBEDDING, card), threads))
        _try_out(bundle)
    except (OSError, CardError, BundleError, ValueError) as error:
        advice = "Choose another one (in the window: Train), or restore this one from where it came."
        raise BundleError(f"The model bundle {folder} is refused: {_reason(error)} {advice}") from error
    return bundle


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{Path(error.filename).name} cannot be read: {error.strerror}."
    return str(error)


def _checked(folder: Path, name: str, card: Card) -> bytes:
    content = (folder / name).read_bytes()
    if card.files.get(name) != fingerprint(content):
        raise BundleError(f"{name} does not match the fingerprint in card.json.")
    return content


def _try_out(bundle: Bundle) -> None:
    """One crop through the network: it must have the size the card says. The live path is then warm, too."""
    size, dimensions = bundle.card.crop_size, bundle.card.dimensions
    shape = bundle.embed([np.zeros((size, size, 3), np.uint8)]).shape
    if shape != (1, dimensions):
        raise BundleError(f"{EMBEDDING} makes {shape} of one crop; {(1, dimensions)} was expected.")


def _decode_head(content: bytes, card: Card) -> Head:
    try:
        return decode_head(content, card.dimensions)
    except JsonError as error:
        raise BundleError(f"{HEAD} is not a head this version reads: {error}.") from error
    except ValueError as error:
        raise BundleError(f"{HEAD} is refused: {error}") from error
