"""The interface of a liveness check."""

from typing import Protocol

from model.liveness.result import Layer, LayerResult
from model.vision.face import Face
from model.vision.frame import Frame


class LivenessLayer(Protocol):
    """Made for one attempt. ``layer`` says which check it is."""

    layer: Layer

    def restart(self) -> None:
        """The track of the face broke: evidence from earlier frames no longer counts."""

    def add(self, frame: Frame, face: Face | None) -> LayerResult:
        """Evaluate one frame. ``face`` is the one that is verified; None without a face."""
