"""No more time is counted than has passed, no matter what happens to the machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lockout.policy import FREE_FAILURES, FailureRecord, delay_s, try_status
from app.lockout.uptime import Uptime

STEPS = st.lists(st.tuples(st.floats(0, 1e6), st.booleans()), max_size=8)
"""Seconds that pass, and whether the machine is started again after them."""


def after(steps: list[tuple[float, bool]], *, has_boot_id: bool) -> tuple[Uptime, float]:
    """The uptime after ``steps`` from an uptime of 1000 s, and the time that has really passed."""
    uptime, boots, passed = 1000.0, 0, 0.0
    for seconds, restarts in steps:
        passed += seconds
        uptime += seconds
        if restarts:
            uptime, boots = 0.0, boots + 1
    return Uptime(uptime, f"boot {boots}" if has_boot_id else ""), passed


@pytest.mark.parametrize("has_boot_id", [True, False])
@given(steps=STEPS)
def test_no_more_time_is_counted_than_has_passed(has_boot_id: bool, steps: list[tuple[float, bool]]) -> None:
    then = Uptime(1000.0, "boot 0" if has_boot_id else "")
    now, passed = after(steps, has_boot_id=has_boot_id)
    assert now.seconds_since(then) <= passed + 1e-6


@given(failures=st.integers(FREE_FAILURES, 49), steps=STEPS)
def test_no_attempt_begins_before_its_delay_has_passed(
    failures: int, steps: list[tuple[float, bool]]
) -> None:
    now, passed = after(steps, has_boot_id=True)
    status = try_status(FailureRecord(failures, Uptime(1000.0, "boot 0")), now)
    assert passed >= delay_s(failures) - 1e-6 or not status.allowed
