"""Whether the face in one frame is the face in the previous frame, by its position."""

from model.vision.face import Face
from model.vision.frame import Frame
from model.vision.tracker import is_jump

MAX_GAP_S = 0.5
"""Between two frames of a track, in the frames' own time."""


class FaceTrack:
    """Ends when the face is lost, jumps, or was not seen for too long. It knows positions, not identities."""

    def __init__(self) -> None:
        self._last: tuple[Frame, Face] | None = None

    def follow(self, frame: Frame, face: Face | None) -> bool:
        """Whether ``face`` continues the track. Call once for each frame, in order."""
        last, self._last = self._last, (frame, face) if face else None
        if last is None or face is None:
            return False
        before, earlier = last
        on_time = 0 < frame.seconds - before.seconds <= MAX_GAP_S
        same_picture = frame.image.shape == before.image.shape
        return on_time and same_picture and not is_jump(earlier.box, face.box)
