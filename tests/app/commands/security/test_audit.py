"""The audit log in the terminal."""

import json

import pytest

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.cli import main
from app.storage.paths import Paths
from app.system.exit_codes import Exit


@pytest.fixture
def log(tmp_path):
    log = AuditLog(Paths(tmp_path).audit)
    for event, detail in ((AuditEvent.ENROLLED, "3 references"), (AuditEvent.VERIFIED, "")):
        log.record(event, "ada", detail)
    return log


@pytest.fixture
def run(tmp_path, capsys):
    def go(*arguments: str) -> tuple[int, str, str]:
        code = main(["audit", *arguments, "--data", str(tmp_path)])
        return code, *capsys.readouterr()

    return go


def edit(log: AuditLog) -> None:
    log.file.write_bytes(log.file.read_bytes().replace(b'"verified"', b'"not verified"'))


def test_the_entries_are_printed(log, run) -> None:
    code, output, _ = run()
    assert (code, [line[22:] for line in output.splitlines()]) == (
        Exit.DONE,
        ["ada  enrolled: 3 references", "ada  verified"],
    )
    assert [entry["event"] for entry in json.loads(run("--json")[1])] == ["enrolled", "verified"]


def test_an_intact_log_is_reported_as_intact(log, run) -> None:
    assert run("verify")[:2] == (Exit.DONE, "The audit log is intact: 2 entries.\n")
    assert json.loads(run("verify", "--json")[1])["intact"] is True


def test_the_first_bad_line_is_named(log, run) -> None:
    edit(log)
    code, output, _ = run("verify")
    assert code == Exit.NOT_VERIFIED
    assert "Line 2 was changed after it was written" in output
    assert json.loads(run("verify", "--json")[1])["line"] == 2
    code, output, errors = run()
    assert (code, "enrolled" in output, "Line 2" in errors) == (Exit.NOT_VERIFIED, True, True)


def test_an_empty_log_is_intact(run) -> None:
    assert run("verify")[0] == Exit.DONE
    assert run()[1] == "The audit log is empty.\n"


def test_a_log_can_be_archived(log, run, tmp_path) -> None:
    edit(log)
    code, output, _ = run("archive")
    assert (code, "another one has begun" in output) == (Exit.DONE, True)
    assert run("verify")[0] == Exit.DONE
    assert len(list(tmp_path.glob("audit-*.jsonl"))) == 1


def test_without_a_log_there_is_nothing_to_archive(run) -> None:
    code, _, errors = run("archive")
    assert (code, "audit.jsonl" in errors) == (Exit.COULD_NOT, True)
