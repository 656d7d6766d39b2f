"""The candidates of a benchmark: a network and a comparator of its embeddings."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.messages.message import english_only
from model.runtime.bundle import EMBEDDING, load_bundle
from model.runtime.similarity_head import Coordinates, Embeddings
from model.vision.alignment import CROP_SIZE, align
from model.vision.face import Landmarks
from model.vision.frame import RgbImage
from training.distillation.data.lfw_archive import align_with_margin
from training.distillation.data.views import center_view
from training.distillation.teachers.teacher import OnnxTeacher
from training.jobs.progress import JobError
from training.metrics.comparisons import Comparator
from training.metrics.error_rates import Scores

CropFunction: TypeAlias = Callable[[RgbImage, Landmarks], RgbImage]
"""An image and its landmarks -> the aligned crop that a network takes."""

UNIT_TOLERANCE = 1e-3


@dataclass(frozen=True, eq=False)
class Network:
    """``embed`` takes (n, height, width, 3) crops from ``crop``. Different networks have different
    fingerprints."""

    fingerprint: str
    crop: CropFunction
    embed: Callable[[NDArray[np.uint8]], Embeddings]


@dataclass(frozen=True, eq=False)
class Candidate:
    """``on_degraded``: evaluate on degraded images, too."""

    name: str
    network: Network
    comparator: Comparator
    on_degraded: bool = True


class CosineComparator:
    """The cosine of embeddings of length 1, scaled to a similarity from 0 (opposite) to 1 (equal)."""

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        return embeddings

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        """(n,): ``one`` (dimensions,) against each of ``many``."""
        # Not with BLAS: synchronising its threads takes longer than such a small product.
        return ((np.einsum("nd,d->n", many, one) + 1) / 2).astype(np.float32)


def from_bundle(name: str, folder: Path, on_degraded: bool = True) -> list[Candidate]:
    """The bundle with its head and, if its embeddings have length 1, with the cosine.

    Raises BundleError, and JobError when the bundle takes crops of another size.
    """
    bundle = load_bundle(folder)
    if bundle.card.crop_size != CROP_SIZE:
        raise JobError(
            english_only(
                f"The benchmark needs bundles for crops of {CROP_SIZE} pixels; {folder} takes "
                f"{bundle.card.crop_size}."
            )
        )
    network = Network(bundle.card.files[EMBEDDING].sha256, align, lambda crops: bundle.embed(list(crops)))
    comparators: dict[str, Comparator] = {"own head": bundle.head}
    if _is_normalised(network):
        comparators["cosine"] = CosineComparator()
    return [
        Candidate(f"{name}, {kind}", network, comparator, on_degraded)
        for kind, comparator in comparators.items()
    ]


def from_teacher(file: Path) -> Candidate:
    """The teacher with the cosine, on its 112x112 view as in distillation. Raises JobError."""
    try:
        fingerprint = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise JobError(
            english_only(f"{file} cannot be read ({error.strerror}). Name a readable ONNX file.")
        ) from error
    network = Network(fingerprint, _crop_teacher_view, OnnxTeacher(file))
    return Candidate("teacher, cosine", network, CosineComparator())


def _crop_teacher_view(image: RgbImage, landmarks: Landmarks) -> RgbImage:
    return center_view(align_with_margin(image, landmarks))


def _is_normalised(network: Network) -> bool:
    """Whether embeddings have length 1. If not, the cosine would ignore the information in their length."""
    crops = np.random.default_rng(0).integers(0, 256, (2, CROP_SIZE, CROP_SIZE, 3), np.uint8)
    return bool(np.allclose(np.linalg.norm(network.embed(crops), axis=1), 1, atol=UNIT_TOLERANCE))
