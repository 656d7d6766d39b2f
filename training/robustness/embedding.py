"""What each network makes of the faces in a scene."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.vision.alignment import TEMPLATE
from model.vision.face import Face
from training.jobs.progress import JobError
from training.robustness.cache import Workshop, keep, kept
from training.robustness.candidates import Cut, Network
from training.robustness.image_sets import Scene

BLOCK = 64
"""Pictures at a time: what a teacher computes at once."""


def embed_faces(
    networks: Sequence[Network], scene: Scene, faces: Sequence[Face | None], shop: Workshop
) -> dict[Network, Embeddings]:
    """A row for each picture with a face, in their order; made once, then kept.

    Networks whose rows are not kept yet go through the pictures together: each is degraded once. Raises
    JobError when there is no face at all.
    """
    fingerprint = scene.fingerprint()
    files = {
        network: shop.file_for("rows", fingerprint, network.fingerprint, _cut_fingerprint(network.cut))
        for network in networks
    }
    missing = [network for network, file in files.items() if not file.is_file()]
    if missing:
        for network, rows in zip(missing, _embed(missing, scene, faces, shop), strict=True):
            keep(files[network], rows)
    return {network: kept(file) for network, file in files.items()}


def _cut_fingerprint(cut: Cut) -> str:
    """SHA-256 of what is cut from one made-up picture."""
    image = np.random.default_rng(0).integers(0, 256, (120, 120, 3), np.uint8)
    return hashlib.sha256(cut(image, TEMPLATE + np.float32(10)).tobytes()).hexdigest()


def _embed(
    networks: Sequence[Network], scene: Scene, faces: Sequence[Face | None], shop: Workshop
) -> list[NDArray[np.float32]]:
    """(number of faces, dimensions) for each network."""
    found = [(index, face) for index, face in enumerate(faces) if face is not None]
    if not found:
        raise JobError(f"No face is found in any of {len(faces)} pictures ({scene.name}). Use more people.")
    rows: list[list[NDArray[np.float32]]] = [[] for _ in networks]
    for start in range(0, len(found), BLOCK):
        shop.step(f"{scene.name}: embedding", start, len(found))
        block = [(scene.picture(index), face.landmarks) for index, face in found[start : start + BLOCK]]
        for network, made in zip(networks, rows, strict=True):
            crops = np.stack([network.cut(image, landmarks) for image, landmarks in block])
            made.append(network.embed(crops))
    return [np.concatenate(made) for made in rows]
