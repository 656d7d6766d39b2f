"""The faces of frames that follow one another, most of them without searching the whole picture."""

from model.vision.face import Face, FaceFollower
from model.vision.frame import Box, Frame

SEARCH_EVERY_S = 0.5
"""So long, in the frames' own time, somebody who joins may go unseen."""
SURE_SCORE = 0.95
"""A face with a lower score is looked for again in the whole picture."""
MAX_SHIFT = 0.25
"""How far a face may go from frame to frame, in shares of its width or height."""
MAX_GROWTH = 1.3
"""How many times larger or smaller its box may be than in the frame before."""


class Tracker:
    """Follows a face while it is alone. The whole picture is searched for all faces twice a second, and
    whenever there is none, or several, or doubt. It tells where a face is, never that it is still the same
    person's: that must be judged in every frame.
    """

    def __init__(self, finder: FaceFollower) -> None:
        self._finder = finder
        self._alone: Face | None = None
        self._searched: Frame | None = None
        self._index = 0

    def find(self, frame: Frame) -> list[Face]:
        """Every face of ``frame``, the largest box first; or the one that was alone in the last search.

        Frames of another camera may come at any time.
        """
        followed = self._follow(frame)
        self._index = frame.index
        if followed is not None:
            self._alone = followed
            return [followed]
        faces = self._finder.find(frame.image)
        self._searched = frame
        self._alone = faces[0] if len(faces) == 1 and faces[0].score >= SURE_SCORE else None
        return faces

    def _follow(self, frame: Frame) -> Face | None:
        """The face that was alone, or None where the whole picture has to be searched."""
        if self._alone is None or not self._goes_on(frame):
            return None
        face = self._finder.follow(frame.image, self._alone)
        if face is None or face.score < SURE_SCORE or jumped(self._alone.box, face.box):
            return None
        return face

    def _goes_on(self, frame: Frame) -> bool:
        """Whether ``frame`` comes after the one before, in the same size, and soon enough after a search."""
        searched = self._searched
        return (
            searched is not None
            and frame.index > self._index
            and frame.image.shape == searched.image.shape
            and 0 <= frame.seconds - searched.seconds < SEARCH_EVERY_S
        )


def jumped(before: Box, after: Box) -> bool:
    """Whether a box went too far, or changed too much, to be of the same face."""
    across = abs(after.left + after.right - before.left - before.right) / 2
    down = abs(after.top + after.bottom - before.top - before.bottom) / 2
    too_far = across > MAX_SHIFT * before.width or down > MAX_SHIFT * before.height
    return too_far or not (_alike(before.width, after.width) and _alike(before.height, after.height))


def _alike(one: float, other: float) -> bool:
    return one <= other * MAX_GROWTH and other <= one * MAX_GROWTH
