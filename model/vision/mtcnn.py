"""Find faces and their landmarks with a cascade of three small networks, in real time.

After Zhang, Zhang, Li and Qiao, "Joint face detection and alignment using multitask cascaded convolutional
networks" (2016). Follows the Python package ``mtcnn`` 1.0.0 step by step, and uses its weights.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.runtime.litert import DEFAULT_THREADS, LiteRtNetwork
from model.vision.cascade.boxes import (
    NO_BOXES,
    Boxes,
    Scores,
    apply_offsets,
    box_sizes,
    intersection_over_smaller,
    iou,
    non_maximum_suppression,
    to_squares,
)
from model.vision.cascade.image_pyramid import WINDOW_SIZE, Pixels, normalise, pyramid_levels
from model.vision.cascade.patches import sample_patches
from model.vision.face import Face
from model.vision.frame import Box, RgbImage

WEIGHTS = Path(__file__).parent.parent / "weights" / "mtcnn"

MIN_FACE_SIZE = 60.0
"""Pixels."""
LIVE_PIXELS = 640 * 480
"""Up to this frame size, live faces are found from ``min_face_size`` on."""
MAX_LIVE_GROWTH = 2.6
"""The limit of the smallest live face's growth, reached at 1920x1080."""
LIVE_HALVING_RATIO = 4
"""Saves a third of the time at 1280x720. It moves boxes by a pixel or two, so photographs, on which the
models were evaluated, keep the default."""

R_NET_BATCH, O_NET_BATCH = 5, 1
"""Boxes per run, as many as tracking has. Larger batches are hardly faster, and each batch size keeps the
memory of its layers allocated."""
SAMPLING_BATCH = 32
"""Boxes: OpenCV samples at most 32,766 rows at once, and the memory of larger batches would stay
allocated."""
TRACKING_OVERSAMPLING = 2
"""Halves the jitter of landmarks. ``find`` samples single points, as the original does."""

SEARCH_SHIFTS = np.array([[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1]], np.float32) / 4
"""Where tracking looks for a face, in shares of its size."""


@dataclass(frozen=True, slots=True)
class CascadeThresholds:
    """Face probabilities that a box must exceed to pass each network."""

    proposal: float = 0.6
    refinement: float = 0.7
    output: float = 0.8


class MtcnnFinder:
    """A ``TrackingFaceFinder`` for faces whose box is at least ``min_face_size`` pixels high; it finds some
    of two thirds of that. Half the size takes four times as long.

    ``live``: for frames of a camera. Above 640x480 the smallest face grows with the frame, to 104 pixels at
    1280x720, so that large frames take hardly longer. Intermediate images keep the 256 levels of a frame,
    which saves a fifth of the time and moves landmarks by a fraction of a pixel.

    Not thread-safe. Raises FileNotFoundError when ``weights`` lacks a network, ValueError when
    ``min_face_size`` is below the networks' window.
    """

    def __init__(
        self,
        weights: Path = WEIGHTS,
        min_face_size: float = MIN_FACE_SIZE,
        thresholds: CascadeThresholds | None = None,
        threads: int = DEFAULT_THREADS,
        live: bool = False,
    ) -> None:
        if min_face_size < WINDOW_SIZE:
            raise ValueError(f"Faces below {WINDOW_SIZE} pixels cannot be found. Received: {min_face_size=}")
        self._pnet, self._rnet, self._onet = (
            LiteRtNetwork((weights / f"{name}.tflite").read_bytes(), threads)
            for name in ("pnet", "rnet", "onet")
        )
        self._min_face_size = min_face_size
        self._thresholds = thresholds or CascadeThresholds()
        self._live = live

    def find(self, image: RgbImage) -> list[Face]:
        """Every face of ``image``, the largest box first; an empty list when there is none."""
        pixels = image if self._live else normalise(image)
        squares = self._refine(pixels, self._propose(pixels))
        return sorted(self._detect(pixels, squares), key=lambda face: face.box.area, reverse=True)

    def track(self, image: RgbImage, face: Face) -> Face | None:
        """See ``TrackingFaceFinder``. Takes a quarter of the time of ``find``."""
        squares = self._refine(image, _search_area(face.box), TRACKING_OVERSAMPLING)
        return next(iter(self._detect(image, squares[:1], TRACKING_OVERSAMPLING)), None)

    def _propose(self, image: Pixels) -> Boxes:
        """P-Net: squares over the whole pyramid that may hold faces."""
        proposals = [self._propose_at(scale, level) for scale, level in self._pyramid(image)]
        if not proposals:
            return NO_BOXES
        boxes, scores = (np.concatenate(parts) for parts in zip(*proposals, strict=True))
        return to_squares(boxes[non_maximum_suppression(boxes, scores, iou, max_overlap=0.7)])

    def _pyramid(self, image: Pixels) -> Iterator[tuple[float, Pixels]]:
        if not self._live:
            return pyramid_levels(image, self._min_face_size)
        min_face_size = self._min_face_size * live_growth(*image.shape[:2])
        return pyramid_levels(image, min_face_size, LIVE_HALVING_RATIO)

    def _propose_at(self, scale: float, level: Pixels) -> tuple[Boxes, Scores]:
        """Boxes of the windows of one level, two pixels apart, that P-Net takes for faces."""
        outputs = self._pnet(normalise(level)[None])[0][0]
        rows, columns = np.nonzero(outputs[..., -1] > self._thresholds.proposal)
        outputs = outputs[rows, columns]
        corners = np.stack([columns, rows], axis=1).astype(np.float32) * 2 + 1
        span = WINDOW_SIZE - 1
        boxes = (np.hstack([corners, corners + span]) + outputs[:, :4] * span) / np.float32(scale)
        best = non_maximum_suppression(boxes, outputs[:, -1], iou, max_overlap=0.5)
        return boxes[best], outputs[best, -1]

    def _refine(self, image: Pixels, boxes: Boxes, oversampling: int = 1) -> Boxes:
        """R-Net: squares around the boxes that hold a face, best first."""
        if not len(boxes):
            return NO_BOXES
        outputs = _run_on_boxes(self._rnet, R_NET_BATCH, image, boxes, 24, oversampling)
        passed = outputs[:, -1] > self._thresholds.refinement
        boxes, scores = apply_offsets(boxes, outputs[:, :4])[passed], outputs[passed, -1]
        return to_squares(boxes[non_maximum_suppression(boxes, scores, iou, max_overlap=0.7)])

    def _detect(self, image: Pixels, boxes: Boxes, oversampling: int = 1) -> list[Face]:
        """O-Net: the faces in the squares with their landmarks, best first."""
        if not len(boxes):
            return []
        outputs = _run_on_boxes(self._onet, O_NET_BATCH, image, boxes, 48, oversampling)
        passed = outputs[:, -1] > self._thresholds.output
        boxes, outputs = boxes[passed], outputs[passed]
        landmarks = _landmarks(boxes, outputs[:, 4:14])
        boxes, scores = apply_offsets(boxes, outputs[:, :4]), outputs[:, -1]
        best = non_maximum_suppression(boxes, scores, intersection_over_smaller, max_overlap=0.7)
        return [Face(_box(boxes[i]), landmarks[i], float(scores[i])) for i in best]


def live_growth(height: int, width: int) -> float:
    """How many times larger the smallest live face is than in a frame of 640x480."""
    return min(max(1.0, math.sqrt(height * width / LIVE_PIXELS)), MAX_LIVE_GROWTH)


def _run_on_boxes(
    network: LiteRtNetwork, batch: int, image: Pixels, boxes: Boxes, size: int, oversampling: int
) -> NDArray[np.float32]:
    """(n, k): the outputs of ``network``, whose input is ``size`` pixels wide, for n boxes."""
    outputs = []
    for start in range(0, len(boxes), SAMPLING_BATCH):
        patches = sample_patches(image, boxes[start : start + SAMPLING_BATCH], size, oversampling)
        outputs += [network(rows)[0] for rows in _batches(patches, batch)]
    return np.concatenate(outputs)


def _batches(rows: NDArray[np.float32], size: int) -> Iterator[NDArray[np.float32]]:
    """Full batches, then single rows: two input shapes, and no padding."""
    full = len(rows) // size * size
    yield from (rows[start : start + size] for start in range(0, full, size))
    yield from (rows[start : start + 1] for start in range(full, len(rows)))


def _landmarks(boxes: Boxes, shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 5, 2) pixels from O-Net's ten ``shares`` of the box: all x, then all y; both count from 1."""
    points = shares.reshape(-1, 2, 5).swapaxes(1, 2)
    return points * (box_sizes(boxes) + 1)[:, None] + boxes[:, None, :2] - 1


def _search_area(box: Box) -> Boxes:
    """Squares at and around the box."""
    square = to_squares(np.array([[box.left, box.top, box.right, box.bottom]], np.float32))
    return square + np.tile(SEARCH_SHIFTS * box_sizes(square), 2)


def _box(sides: NDArray[np.float32]) -> Box:
    left, top, right, bottom = map(float, sides)
    return Box(left, top, right - left, bottom - top)
