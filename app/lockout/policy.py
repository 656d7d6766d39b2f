"""How many failures are allowed, and how long to wait after each: rules without input or output.

NIST SP 800-63B-4, section 3.2.3: after 5 consecutive failed biometric attempts, each further one is delayed
by at least 30 seconds; after 50 the biometric is disabled.
"""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from app.lockout.uptime import Uptime
from model.messages.message_error import MessageError

FREE_FAILURES = 5
FIRST_DELAY_S, MAX_DELAY_S = 30.0, 900.0
MAX_FAILURES = 50


class LockedOutError(MessageError, ValueError):
    """No attempt for this person may begin now. The message says why, and when one may."""


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """``count``: consecutive failures. ``last``: when the last one was."""

    count: Annotated[int, msgspec.Meta(ge=1)]
    last: Uptime


@dataclass(frozen=True, slots=True)
class TryStatus:
    """``failures``: consecutive ones. ``wait_s``: seconds until the next attempt may begin. ``disabled``:
    no attempt may begin until the owner unlocks. ``damaged``: because the record of failures is damaged, or
    older than it was."""

    failures: int = 0
    wait_s: float = 0.0
    disabled: bool = False
    damaged: bool = False

    @property
    def allowed(self) -> bool:
        """Whether an attempt may begin now."""
        return not self.disabled and self.wait_s <= 0

    @property
    def before_delay(self) -> int:
        """Failures left before a delay."""
        return max(0, FREE_FAILURES - self.failures)

    @property
    def before_disabled(self) -> int:
        """Failures left before the lockout."""
        return max(0, MAX_FAILURES - self.failures)


NO_FAILURES = TryStatus()
DAMAGED = TryStatus(MAX_FAILURES, disabled=True, damaged=True)


def delay_s(failures: int) -> float:
    """The delay after this many consecutive failures: 30 s after the fifth, then doubled up to 15 minutes."""
    if failures < FREE_FAILURES:
        return 0.0
    return min(MAX_DELAY_S, FIRST_DELAY_S * 2.0 ** (failures - FREE_FAILURES))


def try_status(record: FailureRecord | None, now: Uptime) -> TryStatus:
    """None: the person has not failed since the last success."""
    if record is None:
        return NO_FAILURES
    wait_s = max(0.0, delay_s(record.count) - now.seconds_since(record.last))
    return TryStatus(record.count, wait_s, disabled=record.count >= MAX_FAILURES)
