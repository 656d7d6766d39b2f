"""The faces and embeddings of an image set."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.vision.face import Face
from training.metrics.error_rates import rate
from training.robustness.candidates import Network
from training.robustness.context import BenchmarkContext
from training.robustness.embedding import embed_faces
from training.robustness.face_cache import find_faces
from training.robustness.image_sets import ImageSet
from training.robustness.results import MissingFaces


@dataclass(frozen=True, eq=False)
class EmbeddedSet:
    """``found`` (n,) is True for each image of the set with a face. ``images``, ``faces`` and the ``rows`` of
    each network cover only these images, in order."""

    found: NDArray[np.bool_]
    images: tuple[str, ...]
    faces: list[Face]
    rows: dict[Network, Embeddings]
    missing_faces: MissingFaces


def embed_image_set(
    image_set: ImageSet, networks: Sequence[Network], context: BenchmarkContext
) -> EmbeddedSet:
    """Raises JobError when no image shows a face, JobCancelled when asked to stop."""
    return embed_located_faces(image_set, find_faces(image_set, context), networks, context)


def embed_located_faces(
    image_set: ImageSet, faces: Sequence[Face | None], networks: Sequence[Network], context: BenchmarkContext
) -> EmbeddedSet:
    """``faces`` has the face in each image, None if there is none."""
    pairs = list(zip(image_set.images, faces, strict=True))
    missing = [name for name, face in pairs if face is None]
    return EmbeddedSet(
        found=np.array([face is not None for face in faces]),
        images=tuple(name for name, face in pairs if face is not None),
        faces=[face for face in faces if face is not None],
        rows=embed_faces(networks, image_set, faces, context),
        missing_faces=MissingFaces(rate=rate(len(missing), len(faces)), images=missing),
    )
