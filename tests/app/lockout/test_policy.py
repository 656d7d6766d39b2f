"""NIST SP 800-63B-4, section 3.2.3: 5 failures, then a delay of at least 30 s, 50 in all."""

import pytest

from app.lockout.policy import FailureRecord, TryStatus, delay_s, try_status
from app.lockout.uptime import Uptime, read_uptime

BOOT = "one"


def status(failures: int, waited_s: float = 0.0) -> TryStatus:
    return try_status(FailureRecord(failures, Uptime(1000.0, BOOT)), Uptime(1000.0 + waited_s, BOOT))


@pytest.mark.parametrize(
    ("failures", "delay"), [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (49, 900)]
)
def test_the_delay_grows_from_30_seconds_to_15_minutes(failures: int, delay: float) -> None:
    assert delay_s(failures) == delay


def test_there_is_no_wait_before_the_fifth_failure() -> None:
    assert try_status(None, Uptime(0.0)) == TryStatus()
    assert [status(count).allowed for count in (1, 4, 5)] == [True, True, False]
    assert (status(4).before_delay, status(4).before_disabled) == (1, 46)


def test_the_wait_ends_after_its_time_and_not_before() -> None:
    assert status(5, 29.5).wait_s == pytest.approx(0.5)
    assert not status(5, 29.5).allowed
    assert status(5, 30.0).allowed


def test_after_50_failures_no_time_helps() -> None:
    assert status(49, 900.0).allowed
    assert status(50, 1e9).disabled
    assert not status(50, 1e9).allowed


@pytest.mark.parametrize(
    ("now", "seconds", "why"),
    [
        (Uptime(1010.0, BOOT), 10.0, "the same boot"),
        (Uptime(7.0, "two"), 7.0, "another boot: at least its own uptime has passed"),
        (Uptime(7.0, BOOT), 7.0, "the uptime went back, so the system was started again"),
    ],
)
def test_time_counts_only_when_it_has_certainly_passed(now: Uptime, seconds: float, why: str) -> None:
    assert now.seconds_since(Uptime(1000.0, BOOT)) == seconds, why


@pytest.mark.parametrize(("then", "now"), [(1000.0, 5000.0), (1000.0, 30.0)])
def test_without_a_boot_id_the_time_is_never_overestimated(then: float, now: float) -> None:
    """After another start more has passed than the difference says; in the same one exactly that."""
    assert Uptime(now).seconds_since(Uptime(then)) == (now - then if now >= then else now)


def test_the_uptime_of_this_system_runs_forwards() -> None:
    first, second = read_uptime(), read_uptime()
    assert second.seconds >= first.seconds > 0
    assert second.boot == first.boot
