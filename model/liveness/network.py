"""The user's own liveness network: an ONNX file that OpenCV runs, known by its SHA-256."""

import hashlib
import math
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.os_errors import system_reason
from model.vision.alignment import extend_border
from model.vision.face import Face
from model.vision.frame import Frame, RgbImage

MIN_SCORES, MAX_SCORES = 5, 15
"""The median of at least five frames passes; that of fifteen may fail."""


class LivenessNetworkError(MessageError, ValueError):
    """The network cannot be used. The message says why, and the next step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSpec:
    """How to call the network. ``sha256``: of the file, in hexadecimal. ``width``, ``height``: of its input.
    ``margin``: how much of the picture around the face's box it sees, 1 = the box. ``scale`` and ``mean``: of
    the input, (pixel - mean) x scale. ``bgr``: order of its colours. ``live_output``: which of its outputs,
    after softmax, is the share of a live face. ``min_score``: the smallest share that passes."""

    file: str
    sha256: str
    width: int
    height: int
    live_output: int
    min_score: float
    margin: float = 2.7
    scale: float = 1.0
    mean: float = 0.0
    bgr: bool = True


def load_network(spec: NetworkSpec, folder: Path) -> "cv2.dnn.Net":
    """Raises LivenessNetworkError unless the file has the hash that the user gave."""
    path = folder / spec.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LivenessNetworkError(
            Message(
                "The liveness network {path} cannot be read: {reason}.",
                path=path,
                reason=system_reason(error),
            )
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != spec.sha256.lower():
        raise LivenessNetworkError(
            Message(
                "The liveness network {path} is not the one that you chose: its SHA-256 is {digest}. "
                "Correct the hash in network.json if you trust the file.",
                path=path,
                digest=digest,
            )
        )
    try:
        return cv2.dnn.readNetFromONNX(np.frombuffer(content, np.uint8))
    except cv2.error as error:
        raise LivenessNetworkError(
            Message("OpenCV cannot load the liveness network {path}: {reason}.", path=path, reason=error.err)
        ) from error


class UserNetwork:
    """Refuses a face if the network does. Sameface has not measured its error rates."""

    layer = Layer.NETWORK

    def __init__(self, network: "cv2.dnn.Net", spec: NetworkSpec) -> None:
        self._network, self._spec = network, spec
        self.restart()

    def restart(self) -> None:
        self._scores: deque[float] = deque(maxlen=MAX_SCORES)

    def add(self, frame: Frame, face: Face | None) -> LayerResult:
        if face is None:
            return LayerResult(self.layer, LayerStatus.GATHERING)
        self._scores.append(self._score(frame.image, face))
        return self._result()

    def _result(self) -> LayerResult:
        if not all(map(math.isfinite, self._scores)):
            return LayerResult(self.layer, LayerStatus.CANNOT_TELL, LivenessReason.INVALID_MEASURE)
        score = median(self._scores)
        if len(self._scores) >= MIN_SCORES and score >= self._spec.min_score:
            return LayerResult(self.layer, LayerStatus.PASSED, measure=score)
        if len(self._scores) < MAX_SCORES:
            return LayerResult(self.layer, LayerStatus.GATHERING, measure=score)
        return LayerResult(self.layer, LayerStatus.FAILED, LivenessReason.NETWORK_DENIED, measure=score)

    def _score(self, image: RgbImage, face: Face) -> float:
        """NaN when the network's output does not fit."""
        spec = self._spec
        blob = cv2.dnn.blobFromImage(
            face_with_margin(image, face, spec.margin),
            spec.scale,
            (spec.width, spec.height),
            (spec.mean,) * 3,
            swapRB=spec.bgr,
        )
        self._network.setInput(blob)
        outputs = np.asarray(self._network.forward(), np.float64).ravel()
        if not 0 <= spec.live_output < len(outputs):
            return math.nan
        shares = np.exp(outputs - outputs.max())
        return float(shares[spec.live_output] / shares.sum())


def face_with_margin(image: RgbImage, face: Face, margin: float) -> RgbImage:
    """A square around the face, ``margin`` times as large as its box. Beyond the edge the border is
    repeated."""
    half = round(margin * max(face.box.width, face.box.height) / 2)
    x, y = round(face.box.left + face.box.width / 2), round(face.box.top + face.box.height / 2)
    wide = extend_border(image, half)
    height, width = image.shape[:2]
    left, top = min(max(x, 0), width), min(max(y, 0), height)
    return np.ascontiguousarray(wide[top : top + 2 * half, left : left + 2 * half])
