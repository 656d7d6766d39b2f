"""Track a single face through successive frames, and search the whole image only occasionally."""

from model.vision.face import Face, TrackingFaceFinder
from model.vision.frame import Box, Frame

SEARCH_INTERVAL_S = 0.5
"""In the frames' own time. A person who joins is found within this time."""
MIN_TRACK_SCORE = 0.95
"""With a lower score, the whole image is searched."""
MAX_SHIFT = 0.25
"""Between frames, in shares of the face's width or height."""
MAX_GROWTH = 1.3
"""Between frames: the largest ratio of the box's sizes."""


class FaceTracker:
    """Tracks a face while it is the only one. Searches the whole image twice a second, and whenever there is
    no face, more than one, or an uncertain one. It tracks a position, not an identity: identity must be
    checked in every frame.
    """

    def __init__(self, finder: TrackingFaceFinder) -> None:
        self._finder = finder
        self._tracked: Face | None = None
        self._last_search: Frame | None = None
        self._last_index = 0

    def find(self, frame: Frame) -> list[Face]:
        """Every face of ``frame``, the largest box first; between two searches, the only face of the first.

        The frames may come from another camera at any time.
        """
        face = self._track(frame)
        self._last_index = frame.index
        if face is not None:
            self._tracked = face
            return [face]
        faces = self._finder.find(frame.image)
        self._last_search = frame
        self._tracked = faces[0] if len(faces) == 1 and faces[0].score >= MIN_TRACK_SCORE else None
        return faces

    def _track(self, frame: Frame) -> Face | None:
        """None when the whole image has to be searched."""
        if self._tracked is None or not self._is_continuous(frame):
            return None
        face = self._finder.track(frame.image, self._tracked)
        if face is None or face.score < MIN_TRACK_SCORE or is_jump(self._tracked.box, face.box):
            return None
        return face

    def _is_continuous(self, frame: Frame) -> bool:
        """Whether ``frame`` is later than the last one, of the same size, and soon after a search."""
        search = self._last_search
        return (
            search is not None
            and frame.index > self._last_index
            and frame.image.shape == search.image.shape
            and 0 <= frame.seconds - search.seconds < SEARCH_INTERVAL_S
        )


def is_jump(before: Box, after: Box) -> bool:
    """Whether a box moved too far, or changed its size too much, to be of the same face."""
    shift_x = abs(after.left + after.right - before.left - before.right) / 2
    shift_y = abs(after.top + after.bottom - before.top - before.bottom) / 2
    too_far = shift_x > MAX_SHIFT * before.width or shift_y > MAX_SHIFT * before.height
    return too_far or not (_similar(before.width, after.width) and _similar(before.height, after.height))


def _similar(one: float, other: float) -> bool:
    return one <= other * MAX_GROWTH and other <= one * MAX_GROWTH
