"""A scene as finder and networks see it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.vision.face import Face
from training.metrics.error_rates import rate
from training.robustness.cache import Workshop
from training.robustness.candidates import Network
from training.robustness.embedding import embed_faces
from training.robustness.face_cache import find_faces
from training.robustness.image_sets import Scene
from training.robustness.results import Unseen


@dataclass(frozen=True, eq=False)
class Seen:
    """``found`` (n,) says in which of the scene's pictures there is a face; ``pictures``, ``faces`` and each
    network's ``rows`` are of these alone, in order."""

    found: NDArray[np.bool_]
    pictures: tuple[str, ...]
    faces: list[Face]
    rows: dict[Network, Embeddings]
    unseen: Unseen


def see(scene: Scene, networks: Sequence[Network], shop: Workshop) -> Seen:
    """Raises JobError when there is no face at all, JobCancelled when asked to stop."""
    faces = find_faces(scene, shop)
    named = list(zip(scene.pictures, faces, strict=True))
    missing = [name for name, face in named if face is None]
    return Seen(
        found=np.array([face is not None for face in faces]),
        pictures=tuple(name for name, face in named if face is not None),
        faces=[face for face in faces if face is not None],
        rows=embed_faces(networks, scene, faces, shop),
        unseen=Unseen(rate=rate(len(missing), len(faces)), pictures=missing),
    )
