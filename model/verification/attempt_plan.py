"""How attempts run: how many frames, which liveness checks, how long."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from model.liveness.layer import LivenessLayer
from model.verification.attempt import STEADY_FRAMES, Attempt
from model.verification.live_attempt import LiveAttempt


@dataclass(frozen=True, slots=True)
class AttemptPlan:
    """``layers`` makes the liveness checks of one attempt, all of which must pass; none when liveness is not
    checked. ``limit_s``: time limit, in the frames' own time. ``stays_open``: the attempt does not end when
    the person is verified (see ``Attempt``); once it has ended and its face has left, another one begins."""

    steady_frames: int = STEADY_FRAMES
    layers: Callable[[], Sequence[LivenessLayer]] = tuple
    limit_s: float = math.inf
    stays_open: bool = False

    def begin(self) -> LiveAttempt:
        layers = self.layers()
        required = [layer.layer for layer in layers]
        rules = Attempt(self.steady_frames, required, self.limit_s, stays_open=self.stays_open)
        return LiveAttempt(rules, layers)


DEFAULT_PLAN = AttemptPlan()
"""Without liveness checks and without a time limit."""
