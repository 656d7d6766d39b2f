import threading

from app.doctor.checks import Check, checks, run_checks
from app.doctor.finding import Finding, Status, worst
from app.storage.paths import Paths

FINE = Finding("one", Status.OK, "Fine.")
POOR = Finding("two", Status.WARNING, "Poor.")


def broken() -> Finding:
    raise RuntimeError("the disk fell off")


def test_findings_come_in_order_and_a_check_that_fails_is_one_of_them() -> None:
    found = run_checks(
        [Check("one", lambda: FINE), Check("disk", broken), Check("two", lambda: [POOR, FINE])]
    )
    assert [finding.topic for finding in found] == ["one", "disk", "two", "one"]
    assert found[1].status is Status.FAILED
    assert "RuntimeError('the disk fell off')" in found[1].sentence
    assert worst(found) is Status.FAILED


def test_an_exit_in_a_check_is_its_own() -> None:
    def leaving() -> Finding:
        raise SystemExit(2)

    (found,) = run_checks([Check("one", leaving)])
    assert found.status is Status.FAILED


def test_they_wait_for_one_another_only_in_the_end() -> None:
    met = threading.Barrier(2, timeout=20)

    def meeting() -> Finding:
        met.wait()
        return FINE

    assert (
        run_checks([Check("one", meeting), Check("two", meeting), Check("three", lambda: POOR)])[-1] is POOR
    )


def test_each_check_runs_once(tmp_path) -> None:
    topics = [check.topic for check in checks(Paths(tmp_path), None)]
    assert len(topics) == len(set(topics))
    assert topics[-1] == "model"


def test_the_worst_of_nothing_is_fine() -> None:
    assert worst([]) is Status.OK
    assert worst([FINE, POOR]) is Status.WARNING
