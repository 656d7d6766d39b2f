"""Who takes part: a network and a way to compare what it makes of two faces."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.runtime.bundle import EMBEDDING, load_bundle
from model.runtime.similarity_head import Coordinates, Embeddings
from model.vision.alignment import CROP_SIZE, align
from model.vision.face import Landmarks
from model.vision.frame import RgbImage
from training.distillation.data.lfw_archive import align_wide
from training.distillation.data.views import straight_view
from training.distillation.teachers.teacher import OnnxTeacher
from training.jobs.progress import JobError
from training.metrics.comparisons import Comparator
from training.metrics.error_rates import Scores

Cut: TypeAlias = Callable[[RgbImage, Landmarks], RgbImage]
"""A picture and the landmarks in it -> the upright crop that a network takes."""

UNIT_TOLERANCE = 1e-3


@dataclass(frozen=True, eq=False)
class Network:
    """``embed`` takes (n, height, width, 3) crops as ``cut`` makes them. Networks that differ have different
    fingerprints."""

    fingerprint: str
    cut: Cut
    embed: Callable[[NDArray[np.uint8]], Embeddings]


@dataclass(frozen=True, eq=False)
class Contestant:
    """``degraded_too``: not only on clean pictures."""

    name: str
    network: Network
    comparing: Comparator
    degraded_too: bool = True


class Cosine:
    """Of embeddings of length 1, as a similarity from 0 (opposite) to 1 (same direction)."""

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        return embeddings

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        """(n,): ``one`` (dimensions,) against each of ``many``."""
        # Not by BLAS, whose threads wait for each other longer than such a product takes.
        return ((np.einsum("nd,d->n", many, one) + 1) / 2).astype(np.float32)


def from_bundle(name: str, folder: Path, degraded_too: bool = True) -> list[Contestant]:
    """As shipped, with its own head; and by cosine, where the embedding has a direction only.

    Raises BundleError, and JobError when the bundle takes other crops than ours.
    """
    bundle = load_bundle(folder)
    if bundle.card.crop_size != CROP_SIZE:
        raise JobError(f"Crops are {CROP_SIZE} pixels wide; {folder} takes {bundle.card.crop_size}.")
    network = Network(bundle.card.files[EMBEDDING].sha256, align, lambda crops: bundle.embed(list(crops)))
    comparing: dict[str, Comparator] = {"own head": bundle.head}
    if _makes_directions(network):
        comparing["cosine"] = Cosine()
    return [Contestant(f"{name}, {how}", network, it, degraded_too) for how, it in comparing.items()]


def from_teacher(file: Path) -> Contestant:
    """By cosine, on the view of 112x112 that it sees in distilling. Raises JobError."""
    try:
        fingerprint = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise JobError(f"{file} cannot be read ({error.strerror}). Name one that can be.") from error
    return Contestant("teacher, cosine", Network(fingerprint, _teacher_view, OnnxTeacher(file)), Cosine())


def _teacher_view(image: RgbImage, landmarks: Landmarks) -> RgbImage:
    return straight_view(align_wide(image, landmarks))


def _makes_directions(network: Network) -> bool:
    """Whether embeddings have length 1: else their cosine leaves out what the network says by length."""
    crops = np.random.default_rng(0).integers(0, 256, (2, CROP_SIZE, CROP_SIZE, 3), np.uint8)
    return bool(np.allclose(np.linalg.norm(network.embed(crops), axis=1), 1, atol=UNIT_TOLERANCE))
