"""Measure other implementations on the same frames, in a subprocess because they load TensorFlow."""

import sys
import time
from dataclasses import dataclass

import msgspec

from app.benchmark.frames import Budget, frames
from app.benchmark.memory import peak_memory_mb
from app.benchmark.timing import Timing, timed
from app.system.subprocess_probe import run_probe

TIMEOUT_S = 600.0
VERIFICATIONS, PICTURES = 3, 12


@dataclass(frozen=True, slots=True)
class Baselines:
    """``tutorial``: a verification by the tutorial's method, which takes ``ready_s`` seconds to load and at
    most ``memory_mb``, None when unknown. ``mtcnn``: a search by that package with its defaults."""

    tutorial: Timing
    mtcnn: Timing
    ready_s: float
    memory_mb: float | None


def baselines(references: int, pictures: int = PICTURES) -> Baselines | str:
    """The baselines on ``pictures`` pictures, or a sentence with the reason why they were skipped."""
    outcome = run_probe(["-m", "app.benchmark.baselines", str(references), str(pictures)], TIMEOUT_S)
    if outcome.missing:
        return f"Skipped: {outcome.missing} is not installed."
    if outcome.answer is None:
        return f"Skipped. {outcome.error}"
    return msgspec.convert(outcome.answer, Baselines)


def _measured(references: int, pictures: int) -> Baselines:
    started = time.perf_counter()
    from training.experiments.tutorial_baseline import TutorialVerifier, centre_crop

    images = [frame.image for frame, _ in frames(Budget(pictures, float("inf")))]
    crop = centre_crop(images[0])
    verifier = TutorialVerifier([crop] * references)
    verifier.similarity(crop, crop)
    ready_s = time.perf_counter() - started
    seconds: list[float] = []
    for image in images[:VERIFICATIONS]:
        timed(seconds, verifier.verify, image)
    memory_mb = peak_memory_mb()
    from training.experiments.mtcnn_benchmark import ReferenceMtcnn

    finder, searching = ReferenceMtcnn(), list[float]()
    for image in images:
        timed(searching, finder.find, image)
    return Baselines(Timing.of(seconds), Timing.of(searching[2:]), ready_s, memory_mb)


if __name__ == "__main__":
    print(msgspec.json.encode(_measured(*map(int, sys.argv[1:]))).decode())
