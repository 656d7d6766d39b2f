"""Finds faces and their landmarks with a cascade of three small networks, in real time.

After Zhang, Zhang, Li and Qiao, "Joint face detection and alignment using multitask cascaded convolutional
networks" (2016), step for step like the Python package ``mtcnn`` 1.0.0, whose weights it runs.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.runtime.litert import DEFAULT_THREADS, LiteRtNetwork
from model.vision.boxes import (
    NO_BOXES,
    Boxes,
    Scores,
    moved,
    share_of_smaller,
    share_of_union,
    sizes,
    squared,
    unrivalled,
)
from model.vision.face import Face
from model.vision.frame import Box, RgbImage
from model.vision.image_pyramid import WINDOW, Pixels, levels, normalised
from model.vision.patches import patches

WEIGHTS = Path(__file__).parent.parent / "weights" / "mtcnn"

MIN_FACE_SIZE = 60.0
"""Pixels."""
LIVE_PIXELS = 640 * 480
"""Of a frame in which live faces are looked for from ``min_face_size`` on."""
LIVE_GROWTH = 2.6
"""The smallest face grows no further: so much it has grown in 1920x1080."""
LIVE_HALVING_RATIO = 4
"""Saves a third of the time in 1280x720. Boxes move by a pixel or two, so what was measured with the
usual ratio keeps it."""

R_NET_BATCH, O_NET_BATCH = 5, 1
"""Boxes at once, as many as a followed face has. More are hardly faster, and each number of them takes the
memory of its own layers for good."""
SAMPLED_AT_ONCE = 32
"""Boxes: OpenCV samples up to 32,766 rows at once, and what many boxes take would stay taken."""
FOLLOWING_FINENESS = 2
"""Halves the landmarks' jitter; the original, with which ``find`` agrees, samples single points."""

NEIGHBOURS = np.array([[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1]], np.float32) / 4
"""Where a followed face may have gone, in shares of its size."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The face probability that a box must exceed to pass each network."""

    proposal: float = 0.6
    refinement: float = 0.7
    output: float = 0.8


class MtcnnFinder:
    """A ``FaceFinder`` for faces whose box is at least ``min_face_size`` pixels high; it may find some of two
    thirds of that. Half the size takes four times as long.

    ``live``: for frames of a camera. In frames of more than 640x480 pixels the smallest face grows with the
    frame, so that they take hardly longer: 104 pixels in 1280x720. On the way everything is rounded to
    the 256 levels of a frame, which saves a fifth of the time and moves landmarks by a fraction of a pixel.

    Not safe for two threads at a time. Raises FileNotFoundError when ``weights`` lacks a network, ValueError
    when ``min_face_size`` is below the networks' window.
    """

    def __init__(
        self,
        weights: Path = WEIGHTS,
        min_face_size: float = MIN_FACE_SIZE,
        thresholds: Thresholds | None = None,
        threads: int = DEFAULT_THREADS,
        live: bool = False,
    ) -> None:
        if min_face_size < WINDOW:
            raise ValueError(f"Faces below {WINDOW} pixels cannot be found. Received: {min_face_size=}")
        self._pnet, self._rnet, self._onet = (
            LiteRtNetwork((weights / f"{name}.tflite").read_bytes(), threads)
            for name in ("pnet", "rnet", "onet")
        )
        self._min_face_size = min_face_size
        self._thresholds = thresholds or Thresholds()
        self._live = live

    def find(self, image: RgbImage) -> list[Face]:
        """Every face of ``image``, the largest box first; an empty list when there is none."""
        picture = image if self._live else normalised(image)
        squares = self._refine(picture, self._propose(picture))
        return sorted(self._describe(picture, squares), key=lambda face: face.box.area, reverse=True)

    def follow(self, image: RgbImage, face: Face) -> Face | None:
        """See ``FaceFollower``. Costs a quarter of ``find``."""
        squares = self._refine(image, _neighbourhood(face.box), FOLLOWING_FINENESS)
        return next(iter(self._describe(image, squares[:1], FOLLOWING_FINENESS)), None)

    def _propose(self, picture: Pixels) -> Boxes:
        """Squares over the whole pyramid that may hold faces."""
        found = [self._propose_at(scale, level) for scale, level in self._levels(picture)]
        if not found:
            return NO_BOXES
        boxes, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return squared(boxes[unrivalled(boxes, scores, share_of_union, limit=0.7)])

    def _levels(self, picture: Pixels) -> Iterator[tuple[float, Pixels]]:
        if not self._live:
            return levels(picture, self._min_face_size)
        return levels(picture, self._min_face_size * live_growth(*picture.shape[:2]), LIVE_HALVING_RATIO)

    def _propose_at(self, scale: float, level: Pixels) -> tuple[Boxes, Scores]:
        """Boxes of the windows of one level, two pixels apart, that P-Net takes for faces."""
        answers = self._pnet(normalised(level)[None])[0][0]
        rows, columns = np.nonzero(answers[..., -1] > self._thresholds.proposal)
        answers = answers[rows, columns]
        first = np.stack([columns, rows], axis=1).astype(np.float32) * 2 + 1
        span = WINDOW - 1
        boxes = (np.hstack([first, first + span]) + answers[:, :4] * span) / np.float32(scale)
        kept = unrivalled(boxes, answers[:, -1], share_of_union, limit=0.5)
        return boxes[kept], answers[kept, -1]

    def _refine(self, picture: Pixels, boxes: Boxes, fineness: int = 1) -> Boxes:
        """Squares about the boxes in which R-Net sees a face, best first."""
        if not len(boxes):
            return NO_BOXES
        answers = _answers(self._rnet, R_NET_BATCH, picture, boxes, 24, fineness)
        sure = answers[:, -1] > self._thresholds.refinement
        boxes, scores = moved(boxes, answers[:, :4])[sure], answers[sure, -1]
        return squared(boxes[unrivalled(boxes, scores, share_of_union, limit=0.7)])

    def _describe(self, picture: Pixels, boxes: Boxes, fineness: int = 1) -> list[Face]:
        """The faces that O-Net sees in the squares, surest first."""
        if not len(boxes):
            return []
        answers = _answers(self._onet, O_NET_BATCH, picture, boxes, 48, fineness)
        sure = answers[:, -1] > self._thresholds.output
        boxes, answers = boxes[sure], answers[sure]
        landmarks = _landmarks(boxes, answers[:, 4:14])
        boxes, scores = moved(boxes, answers[:, :4]), answers[:, -1]
        kept = unrivalled(boxes, scores, share_of_smaller, limit=0.7)
        return [Face(_box(boxes[i]), landmarks[i], float(scores[i])) for i in kept]


def live_growth(height: int, width: int) -> float:
    """How many times larger than in a frame of 640x480 the smallest live face is."""
    return min(max(1.0, math.sqrt(height * width / LIVE_PIXELS)), LIVE_GROWTH)


def _answers(
    network: LiteRtNetwork, batch: int, picture: Pixels, boxes: Boxes, size: int, fineness: int
) -> NDArray[np.float32]:
    """(n, k): what ``network``, whose input is ``size`` pixels wide, says of each box, ``batch`` at once."""
    answers = []
    for start in range(0, len(boxes), SAMPLED_AT_ONCE):
        small = patches(picture, boxes[start : start + SAMPLED_AT_ONCE], size, fineness)
        answers += [network(some)[0] for some in _batches(small, batch)]
    return np.concatenate(answers)


def _batches(rows: NDArray[np.float32], size: int) -> Iterator[NDArray[np.float32]]:
    """``size`` rows at once while there are so many, then one by one: two shapes, nothing in vain."""
    whole = len(rows) // size * size
    yield from (rows[start : start + size] for start in range(0, whole, size))
    yield from (rows[start : start + 1] for start in range(whole, len(rows)))


def _landmarks(boxes: Boxes, shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 5, 2) pixels from O-Net's ten ``shares`` of the box: all x, then all y; both count from 1."""
    points = shares.reshape(-1, 2, 5).swapaxes(1, 2)
    return points * (sizes(boxes) + 1)[:, None] + boxes[:, None, :2] - 1


def _neighbourhood(box: Box) -> Boxes:
    """Squares at and about the box."""
    square = squared(np.array([[box.left, box.top, box.right, box.bottom]], np.float32))
    return square + np.tile(NEIGHBOURS * sizes(square), 2)


def _box(sides: NDArray[np.float32]) -> Box:
    left, top, right, bottom = map(float, sides)
    return Box(left, top, right - left, bottom - top)
