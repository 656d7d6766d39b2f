"""A small benchmark: synthetic people, a finder that needs light, networks that embed colours."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.vision.alignment import align
from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import write_lfw
from tests.training.distillation.synthetic_faces import colour_teacher
from training.jobs.progress import ReportProgress, ShouldStop, ignore_progress, never_stop
from training.lfw.folder import LfwFolder
from training.robustness.candidates import Candidate, CosineComparator, Network
from training.robustness.context import BenchmarkContext

TRAIN = [f"Train_{number:03d}" for number in range(60)]
TEST = [f"Test_{number:03d}" for number in range(30)]


class NightBlindFinder:
    """Finds a face in the centre of every image brighter than ``min_brightness`` and counts its calls."""

    def __init__(self, min_brightness: float = 60) -> None:
        self.min_brightness = min_brightness
        self.calls = 0

    def find(self, image: RgbImage) -> list[Face]:
        self.calls += 1
        return FakeFinder(face_at(10, 10, 100)).find(image) if image.mean() > self.min_brightness else []


class CountingNetwork:
    """Embeds crops by colour and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, crops: NDArray[np.uint8]) -> Embeddings:
        self.count += len(crops)
        return colour_teacher(crops)


def candidate(name: str = "colours", fingerprint: str = "a network") -> Candidate:
    return Candidate(name, Network(fingerprint, align, CountingNetwork()), CosineComparator())


def synthetic_lfw(folder: Path) -> LfwFolder:
    write_lfw(folder, TRAIN, TEST)
    return LfwFolder(folder)


def benchmark_context(
    folder: Path,
    finder: NightBlindFinder | None = None,
    finder_fingerprint: str = "a finder",
    report: ReportProgress = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> BenchmarkContext:
    return BenchmarkContext(
        folder=folder,
        finder=finder or NightBlindFinder(),
        finder_fingerprint=finder_fingerprint,
        report=report,
        should_stop=should_stop,
    )
