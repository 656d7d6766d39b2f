"""How much time an attempt has left."""

import math
from dataclasses import dataclass

from app.translation.catalogue import ntr
from model.verification.attempt import AttemptState


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """``share`` of the time that is left, in [0, 1]; 0 without a limit. ``words`` are empty without one."""

    share: float
    words: str


NO_LIMIT = TimeLeft(0.0, "")


def present_time(attempt: AttemptState, limit_s: float) -> TimeLeft:
    """For a running attempt; empty for one that has ended or has no limit."""
    if attempt.ending is not None or not math.isfinite(limit_s):
        return NO_LIMIT
    left_s = max(0.0, limit_s - attempt.seconds)
    return TimeLeft(left_s / limit_s, ntr("1 second left", "{count} seconds left", math.ceil(left_s)))
