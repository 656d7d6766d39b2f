"""Read the failed attempts while a screen shows them."""

import logging
import time
from collections.abc import Callable

from app.lockout.policy import DAMAGED, NO_FAILURES, TryStatus
from app.lockout.try_limiter import TryLimiter
from app.storage.errors import StoreError
from model.verification.decision import Reason
from model.verification.session import FrameReport

log = logging.getLogger(__name__)

PERIOD_S = 0.5


class TryPoll:
    """Reads the status again while it is shown: it counts down, and another process may unlock."""

    def __init__(self, read: Callable[[], TryStatus], clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._clock = read, clock
        self._read_s = float("-inf")
        self._status = NO_FAILURES

    def status(self, report: FrameReport | None) -> TryStatus:
        """For an attempt that has ended or that may not begin; without failures for any other."""
        if report is None or not (report.attempt.ending or report.decision.reason is Reason.LOCKED_OUT):
            return NO_FAILURES
        if self._clock() - self._read_s >= PERIOD_S:
            self._read_s, self._status = self._clock(), self._read()
        return self._status


def status_for(limiter: TryLimiter, person: str) -> TryStatus:
    """Whether an attempt may begin now; not, if that cannot be read."""
    try:
        return limiter.status(person)
    except StoreError as error:
        log.warning("%s", error)
        return DAMAGED
