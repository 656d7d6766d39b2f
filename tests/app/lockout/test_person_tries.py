from pathlib import Path

import pytest

from app.lockout.person_tries import CHECK_EVERY_S, PersonTries
from app.lockout.policy import FREE_FAILURES
from app.lockout.try_limiter import FILE, TryLimiter
from model.verification.attempt import Ending


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def limiter(tmp_path: Path) -> TryLimiter:
    return TryLimiter(tmp_path / "data")


@pytest.mark.parametrize(
    ("ending", "failures"),
    [
        (Ending.VERIFIED, 0),
        (Ending.NOT_SAME, 3),
        (Ending.NOT_LIVE, 3),
        (Ending.CANNOT_TELL, 2),
        (Ending.NOT_JUDGED, 2),
    ],
)
def test_an_ending_counts_forgives_or_changes_nothing(limiter, ending, failures) -> None:
    limiter.begin("ada")
    limiter.begin("ada")
    tries = PersonTries(limiter, "ada")
    assert tries.admit()
    assert tries.status.failures == 3
    tries.end(ending)
    assert tries.status.failures == failures


def test_an_attempt_is_admitted_once(limiter) -> None:
    tries = PersonTries(limiter, "ada")
    assert all(tries.admit() for _ in range(30))
    assert tries.status.failures == 1


def test_an_attempt_that_never_began_ends_without_a_trace(limiter, tmp_path) -> None:
    PersonTries(limiter, "ada").end(Ending.NOT_SAME)
    assert not (tmp_path / "data" / FILE).exists()


def test_a_refusal_holds_for_a_second_and_then_sees_what_another_process_unlocked(limiter) -> None:
    for _ in range(FREE_FAILURES):
        limiter.begin("ada")
    clock = Clock()
    tries = PersonTries(limiter, "ada", clock)
    assert not tries.admit()
    limiter.unlock("ada")
    assert not tries.admit()
    clock.now += CHECK_EVERY_S
    assert tries.admit()
