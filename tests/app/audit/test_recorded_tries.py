from pathlib import Path

import pytest

from app.audit.audit_log import AuditLog
from app.audit.recorded_tries import tries_at
from app.lockout.policy import FREE_FAILURES, LockedOutError
from app.lockout.try_limiter import TryLimiter
from app.storage.errors import StoreError
from app.storage.paths import Paths
from app.storage.settings import Settings
from model.verification.attempt import Ending


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data")


def events(paths: Paths) -> list[tuple[str, str, str]]:
    return [(entry.event.value, entry.person, entry.detail) for entry in AuditLog(paths.audit).entries()]


def test_every_judged_attempt_is_recorded(paths) -> None:
    for ending in (Ending.NOT_SAME, Ending.NOT_LIVE, Ending.CANNOT_TELL, Ending.VERIFIED):
        tries = tries_at("ada", paths, Settings())
        assert tries.admit()
        tries.end(ending)
    assert events(paths) == [
        ("not verified", "ada", "not the same face"),
        ("not verified", "ada", "liveness failed"),
        ("not verified", "ada", "liveness could not be checked"),
        ("verified", "ada", ""),
    ]


def test_refusals_in_a_row_are_one_entry(paths) -> None:
    for _ in range(FREE_FAILURES):
        TryLimiter(paths.root).begin("ada")
    tries = tries_at("ada", paths, Settings())
    assert not any(tries.admit() for _ in range(30))
    with pytest.raises(LockedOutError, match="Try again in"):
        tries.require_allowed()
    assert events(paths) == [("locked out", "ada", "")]


def test_an_attempt_that_cannot_be_recorded_is_not_verified(paths) -> None:
    tries = tries_at("ada", paths, Settings())
    assert tries.admit()
    paths.audit.mkdir()
    with pytest.raises(StoreError, match="audit log"):
        tries.end(Ending.VERIFIED)
