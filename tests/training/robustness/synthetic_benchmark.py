"""A small contest: made-up people, a finder that needs light, networks that look at colours."""

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
from training.robustness.cache import Workshop
from training.robustness.candidates import Contestant, Cosine, Network

TRAIN = [f"Train_{number:03d}" for number in range(60)]
TEST = [f"Test_{number:03d}" for number in range(30)]


class NightBlindFinder:
    """Finds a face in the middle of every picture that is not too dark; counts the pictures."""

    def __init__(self, darkest: float = 60) -> None:
        self.darkest = darkest
        self.looked = 0

    def find(self, image: RgbImage) -> list[Face]:
        self.looked += 1
        return FakeFinder(face_at(10, 10, 100)).find(image) if image.mean() > self.darkest else []


class CountingNetwork:
    """Embeds crops by their colours and counts them."""

    def __init__(self) -> None:
        self.embedded = 0

    def __call__(self, crops: NDArray[np.uint8]) -> Embeddings:
        self.embedded += len(crops)
        return colour_teacher(crops)


def contestant(name: str = "colours", fingerprint: str = "a network") -> Contestant:
    return Contestant(name, Network(fingerprint, align, CountingNetwork()), Cosine())


def made_up_lfw(folder: Path) -> LfwFolder:
    write_lfw(folder, TRAIN, TEST)
    return LfwFolder(folder)


def workshop(
    folder: Path,
    finder: NightBlindFinder | None = None,
    finder_fingerprint: str = "a finder",
    report: ReportProgress = ignore_progress,
    should_stop: ShouldStop = never_stop,
) -> Workshop:
    return Workshop(
        folder=folder,
        finder=finder or NightBlindFinder(),
        finder_fingerprint=finder_fingerprint,
        report=report,
        should_stop=should_stop,
    )
