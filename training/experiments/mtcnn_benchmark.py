"""Compare our MTCNN cascade with the ``mtcnn`` package: agreement and speed.

``python -m training.experiments.mtcnn_benchmark --lfw DIR [--count 500] [--out FILE.json]``
"""

import argparse
import dataclasses
import json
import os
import platform
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path

import cv2
import numpy as np
from mtcnn import MTCNN
from numpy.typing import NDArray
from tqdm import tqdm

from model.storage.atomic_file import write_atomically
from model.vision.cascade.boxes import iou
from model.vision.face import Face
from model.vision.frame import Box, RgbImage
from model.vision.mtcnn import MtcnnFinder
from training.data.crop_cache import read_image
from training.jobs.arguments import path, positive_number, whole_number
from training.lfw.folder import LfwError, LfwFolder
from training.metrics.confidence import wilson

MIN_MATCH_IOU = 0.5
REFERENCE_MIN_FACE_SIZE = 20
"""The package's default. With a larger one it skips levels of its pyramid."""

FRAME_WIDTH, FRAME_HEIGHT = 640, 480


@dataclass(frozen=True, slots=True)
class Proportion:
    """``count`` of ``trials``."""

    count: int
    trials: int
    low_95: float
    high_95: float

    @classmethod
    def of(cls, count: int, trials: int) -> "Proportion":
        return cls(count, trials, *wilson(count, trials))

    def __str__(self) -> str:
        share = self.count / self.trials
        return f"{self.count} of {self.trials} = {share:.2%} (95 %: {self.low_95:.2%} to {self.high_95:.2%})"


@dataclass(frozen=True, slots=True)
class Agreement:
    """On the same images with the same minimum face size. Overlap is intersection over union. The landmark
    distance is the mean over the five landmarks, in eye distances.
    """

    pictures: int
    originals_that_ours_finds: Proportion
    ours_that_original_finds: Proportion
    overlap_median: float
    overlap_percentile_5: float
    landmark_distance_median: float
    landmark_distance_percentile_95: float


@dataclass(frozen=True, slots=True)
class Speed:
    """Median milliseconds per frame of 640x480. On each frame the finders take turns."""

    frames: int
    original_ms: float
    find_smallest_20_ms: float
    find_smallest_60_ms: float
    follow_ms: float


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    machine: str
    mtcnn_version: str
    seed: int
    agreement: Agreement
    speed: Speed


class ReferenceMtcnn:
    """The package's finder at its defaults, without its rounding and clipping of coordinates."""

    def __init__(self) -> None:
        self._mtcnn = MTCNN()

    def find(self, image: RgbImage) -> list[Face]:
        """Every face, by falling score."""
        rows = self._mtcnn.detect_faces(image, fit_to_image=False, output_type="numpy")
        return [_face(row) for row in np.asarray(rows, np.float32).reshape(-1, 16)]


def _face(row: NDArray[np.float32]) -> Face:
    """``row``: image number, left, top, width, height, score, five x and five y."""
    return Face(Box(*row[1:5].tolist()), row[6:].reshape(2, 5).T, float(row[5]))


def match_faces(first: Sequence[Face], second: Sequence[Face]) -> list[tuple[Face, Face, float]]:
    """The faces in both lists, with their overlap. Each face is in one pair at most."""
    boxes = [[face.box.left, face.box.top, face.box.right, face.box.bottom] for face in (*first, *second)]
    overlaps = iou(np.array(boxes, np.float32).reshape(-1, 4))[: len(first), len(first) :]
    found = []
    while overlaps.size and overlaps.max() >= MIN_MATCH_IOU:
        i, j = divmod(int(overlaps.argmax()), len(second))
        found.append((first[i], second[j], float(overlaps[i, j])))
        overlaps[i, :] = overlaps[:, j] = 0
    return found


def landmark_distance(first: Face, second: Face) -> float:
    """Mean over the five landmarks, in eye distances of ``first``."""
    return float(np.linalg.norm(first.landmarks - second.landmarks, axis=1).mean() / first.eye_distance)


def measure_agreement(images: Sequence[RgbImage], original: ReferenceMtcnn, ours: MtcnnFinder) -> Agreement:
    faces = [(original.find(image), ours.find(image)) for image in tqdm(images, "comparing", unit="picture")]
    pairs = [pair for first, second in faces for pair in match_faces(first, second)]
    overlaps = [overlap for *_, overlap in pairs]
    distances = [landmark_distance(first, second) for first, second, _ in pairs]
    return Agreement(
        pictures=len(images),
        originals_that_ours_finds=Proportion.of(len(pairs), sum(len(first) for first, _ in faces)),
        ours_that_original_finds=Proportion.of(len(pairs), sum(len(second) for _, second in faces)),
        overlap_median=float(np.median(overlaps)),
        overlap_percentile_5=float(np.percentile(overlaps, 5)),
        landmark_distance_median=float(np.median(distances)),
        landmark_distance_percentile_95=float(np.percentile(distances, 95)),
    )


def measure_speed(frames: Sequence[RgbImage], original: ReferenceMtcnn, ours: MtcnnFinder) -> Speed:
    """Skips frames in which we find no face. The first frame is a warm-up."""
    live = MtcnnFinder(min_face_size=60)
    rows = []
    for frame in tqdm(frames, "timing", unit="frame"):
        if faces := live.find(frame):
            finders = (original.find, ours.find, live.find, partial(live.track, face=faces[0]))
            rows.append([_milliseconds(find, frame) for find in finders])
    return Speed(len(rows) - 1, *np.median(rows[1:], axis=0).tolist())


def _milliseconds(find: Callable[[RgbImage], object], frame: RgbImage) -> float:
    start = time.perf_counter()
    find(frame)
    return (time.perf_counter() - start) * 1000


def as_frame(image: RgbImage) -> RgbImage:
    """A frame of 640x480 with the image in the middle, scaled to its height, its borders replicated."""
    width = round(image.shape[1] * FRAME_HEIGHT / image.shape[0])
    enlarged = cv2.resize(image, (min(width, FRAME_WIDTH), FRAME_HEIGHT), interpolation=cv2.INTER_LINEAR)
    left = (FRAME_WIDTH - enlarged.shape[1]) // 2
    right = FRAME_WIDTH - enlarged.shape[1] - left
    return np.asarray(cv2.copyMakeBorder(enlarged, 0, 0, left, right, cv2.BORDER_REPLICATE), np.uint8)


def run_benchmark(lfw: Path, count: int, timed: int, seed: int) -> BenchmarkResult:
    """Raises LfwError when ``lfw`` holds no LFW."""
    folder = LfwFolder(lfw)
    paths = [path for person in folder.people() for path in folder.images_of(person)]
    images = [read_image(path) for path in random.Random(seed).sample(paths, min(count, len(paths)))]
    original, ours = ReferenceMtcnn(), MtcnnFinder(min_face_size=REFERENCE_MIN_FACE_SIZE)
    return BenchmarkResult(
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        mtcnn_version=metadata.version("mtcnn"),
        seed=seed,
        agreement=measure_agreement(images, original, ours),
        speed=measure_speed([as_frame(image) for image in images[:timed]], original, ours),
    )


def format_result(result: BenchmarkResult) -> str:
    found, fast = result.agreement, result.speed
    timings = {
        "mtcnn at its defaults": fast.original_ms,
        "ours, smallest face 20 px": fast.find_smallest_20_ms,
        "ours, smallest face 60 px": fast.find_smallest_60_ms,
        "ours, following a face": fast.follow_ms,
    }
    lines = [
        f"{found.pictures} pictures of LFW, seed {result.seed}, faces from {REFERENCE_MIN_FACE_SIZE} px",
        f"  the original's faces that ours finds   {found.originals_that_ours_finds}",
        f"  our faces that the original finds      {found.ours_that_original_finds}",
        f"  overlap (intersection over union)      median {found.overlap_median:.4f}, "
        f"5th percentile {found.overlap_percentile_5:.4f}",
        f"  landmark distance (eye distances)      median {found.landmark_distance_median:.5f}, "
        f"95th percentile {found.landmark_distance_percentile_95:.5f}",
        f"{fast.frames} frames of {FRAME_WIDTH}x{FRAME_HEIGHT}, median, {result.machine}",
    ]
    lines += [
        f"  {name:38} {ms:8.1f} ms   {fast.original_ms / ms:6.1f} times as fast"
        for name, ms in timings.items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lfw", type=path, required=True, help="the folder that holds lfw_funneled")
    parser.add_argument("--count", type=positive_number, default=500, help="pictures to compare on")
    parser.add_argument("--timed", type=positive_number, default=40, help="of these, how many to time")
    parser.add_argument("--seed", type=whole_number, default=0)
    parser.add_argument("--out", type=path, help="a JSON file for the figures")
    arguments = parser.parse_args()
    try:
        result = run_benchmark(arguments.lfw, arguments.count, arguments.timed, arguments.seed)
    except LfwError as error:
        parser.error(str(error))
    print(format_result(result))
    if arguments.out:
        write_atomically(arguments.out, json.dumps(dataclasses.asdict(result), indent=2).encode())


if __name__ == "__main__":
    main()
