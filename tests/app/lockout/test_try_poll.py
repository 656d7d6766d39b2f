from dataclasses import replace

from app.lockout.policy import NO_FAILURES, TryStatus
from app.lockout.try_poll import PERIOD_S, TryPoll, status_for
from app.storage.errors import StoreError
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Decision, Reason
from model.verification.session import FrameReport
from tests.support.fakes import frame_of, grey


def report(reason: Reason, ending: Ending | None = None) -> FrameReport:
    decision = Decision(reason)
    attempt = AttemptState(False, decision, 0, frames_judged=1, longest_run=0, ending=ending)
    return FrameReport(frame_of(grey()), 0, None, None, decision, attempt, True, 0.01)


RUNNING, LOCKED = report(Reason.NO_FACE), report(Reason.LOCKED_OUT)
ENDED = report(Reason.TOO_FEW_MATCHES, Ending.NOT_SAME)


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_it_reads_only_while_the_status_is_shown_and_not_at_every_frame() -> None:
    clock, read = Clock(), list[TryStatus]()

    def read_status() -> TryStatus:
        read.append(TryStatus(len(read) + 1))
        return read[-1]

    poll = TryPoll(read_status, clock)
    assert poll.status(None) == poll.status(RUNNING) == NO_FAILURES
    assert not read
    assert poll.status(ENDED) == poll.status(LOCKED) == TryStatus(1)
    clock.now_s = PERIOD_S
    assert poll.status(ENDED) == TryStatus(2)
    assert poll.status(replace(RUNNING, faces=1)) == NO_FAILURES


class Unreadable:
    def status(self, person: str) -> TryStatus:
        raise StoreError("No permission.")


def test_what_cannot_be_read_allows_no_attempt() -> None:
    assert not status_for(Unreadable(), "ada").allowed
