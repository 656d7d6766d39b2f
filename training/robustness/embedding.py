"""The embeddings of an image set by each network, cached on disk."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.messages.message import english_only
from model.runtime.similarity_head import Embeddings
from model.vision.alignment import TEMPLATE
from model.vision.face import Face
from training.jobs.progress import JobError
from training.robustness.cache import load_rows, save_rows
from training.robustness.candidates import CropFunction, Network
from training.robustness.context import BenchmarkContext
from training.robustness.image_sets import ImageSet

BLOCK_SIZE = 64
"""Images per block: the batch size of a teacher."""


def embed_faces(
    networks: Sequence[Network], image_set: ImageSet, faces: Sequence[Face | None], context: BenchmarkContext
) -> dict[Network, Embeddings]:
    """One row for each image with a face, in order.

    All networks without cached rows embed an image together, so it is read and degraded only once. Raises
    JobError when no image shows a face.
    """
    fingerprint = image_set.fingerprint()
    files = {
        network: context.cache_file("rows", fingerprint, network.fingerprint, _crop_fingerprint(network.crop))
        for network in networks
    }
    missing = [network for network, file in files.items() if not file.is_file()]
    if missing:
        for network, rows in zip(missing, _embed(missing, image_set, faces, context), strict=True):
            save_rows(files[network], rows)
    return {network: load_rows(file) for network, file in files.items()}


def _crop_fingerprint(crop: CropFunction) -> str:
    """SHA-256 of the crop of one random image."""
    image = np.random.default_rng(0).integers(0, 256, (120, 120, 3), np.uint8)
    return hashlib.sha256(crop(image, TEMPLATE + np.float32(10)).tobytes()).hexdigest()


def _embed(
    networks: Sequence[Network], image_set: ImageSet, faces: Sequence[Face | None], context: BenchmarkContext
) -> list[NDArray[np.float32]]:
    """(number of faces, dimensions) for each network."""
    found = [(index, face) for index, face in enumerate(faces) if face is not None]
    if not found:
        raise JobError(
            english_only(f"None of the {len(faces)} images ({image_set.name}) shows a face. Use more people.")
        )
    rows: list[list[NDArray[np.float32]]] = [[] for _ in networks]
    for start in range(0, len(found), BLOCK_SIZE):
        context.step(english_only(f"{image_set.name}: embedding"), start, len(found))
        block = found[start : start + BLOCK_SIZE]
        images = [(image_set.image(index), face.landmarks) for index, face in block]
        for network, blocks in zip(networks, rows, strict=True):
            crops = np.stack([network.crop(image, landmarks) for image, landmarks in images])
            blocks.append(network.embed(crops))
    return [np.concatenate(blocks) for blocks in rows]
