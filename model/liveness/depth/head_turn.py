"""Ask for a small turn of the head in a random direction, and check that it was done."""

import secrets
from enum import Enum

from model.liveness.result import Prompt
from model.vision.face import Face
from model.vision.head_pose import head_pose

MIN_TURN_DEGREES = 12.0
MAX_OPPOSITE_DEGREES = 7.0
"""How far the head may turn the other way first."""


class Turn(Enum):
    """The user's own left and right. A camera that does not mirror sees the left on its right."""

    LEFT = (1, Prompt.TURN_LEFT)
    RIGHT = (-1, Prompt.TURN_RIGHT)

    @property
    def sign(self) -> int:
        """Of the yaw: positive towards the right of the picture."""
        return self.value[0]

    @property
    def prompt(self) -> Prompt:
        return self.value[1]


def random_turn() -> Turn:
    return secrets.choice(tuple(Turn))


class TurnCheck:
    """Whether the head turned as asked, from where it was at the first frame."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.wrong = self.done = False
        """``wrong``: the head turned the other way first."""
        self._start: float | None = None

    def add(self, face: Face) -> None:
        yaw = head_pose(face.landmarks).yaw
        self._start = yaw if self._start is None else self._start
        turned = self.turn.sign * (yaw - self._start)
        self.wrong = self.wrong or (not self.done and turned < -MAX_OPPOSITE_DEGREES)
        self.done = self.done or (not self.wrong and turned >= MIN_TURN_DEGREES)
