"""The audit log against edits, truncation and replacement."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.audit.anchor import FILE as ANCHOR
from app.audit.anchor import decode_anchor
from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.storage.errors import StoreError
from app.storage.outside_copy import STATE_VARIABLE, StateFolder

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> AuditLog:
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))
    return AuditLog(tmp_path / "data" / "audit.jsonl", days=30, clock=clock)


def fill(audit: AuditLog, count: int) -> None:
    for number in range(count):
        audit.record(AuditEvent.NOT_VERIFIED, "ada", f"reason {number}")


def lines(audit: AuditLog) -> list[bytes]:
    return audit.file.read_bytes().splitlines(keepends=True)


def test_entries_are_json_lines_in_their_order(audit) -> None:
    audit.record(AuditEvent.ENROLLED, "Zoë", "4 references")
    audit.record(AuditEvent.VERIFIED, "Zoë")
    first, second = (json.loads(line) for line in lines(audit))
    assert first == {
        "number": 1,
        "time": "2026-11-26T12:00:00Z",
        "event": "enrolled",
        "person": "Zoë",
        "detail": "4 references",
        "previous": "0" * 64,
        "digest": second["previous"],
    }
    report = audit.check()
    assert (report.fault, report.anchored, [entry.number for entry in report.entries]) == (None, True, [1, 2])


def test_no_log_is_an_intact_log(audit) -> None:
    assert audit.check().fault is None
    assert audit.entries() == ()


@pytest.mark.parametrize("changed", [0, 2, 4])
def test_the_first_edited_line_is_named(audit, changed) -> None:
    fill(audit, 5)
    edited = lines(audit)
    edited[changed] = edited[changed].replace(b"not verified", b"verified")
    audit.file.write_bytes(b"".join(edited))
    report = audit.check()
    assert (report.line, len(report.entries)) == (changed + 1, changed)


@pytest.mark.slow
def test_every_flipped_bit_is_noticed(audit) -> None:
    fill(audit, 2)
    content = audit.file.read_bytes()
    for position in range(0, len(content) * 8, 17):
        flipped = bytearray(content)
        flipped[position // 8] ^= 1 << position % 8
        audit.file.write_bytes(flipped)
        assert audit.check().fault is not None


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda all_lines: [*all_lines[:1], *all_lines[2:]], 2),
        (lambda all_lines: [all_lines[1], all_lines[0], *all_lines[2:]], 2),
        (lambda all_lines: [*all_lines, all_lines[-1]], 5),
        (lambda all_lines: all_lines[:-1], None),
        (lambda all_lines: all_lines[1:], None),
        (lambda all_lines: [], None),
    ],
    ids=["removed", "swapped", "repeated", "end cut off", "beginning cut off", "emptied"],
)
def test_missing_and_moved_lines_are_noticed(audit, change, line) -> None:
    fill(audit, 4)
    audit.file.write_bytes(b"".join(change(lines(audit))))
    report = audit.check()
    assert report.fault
    assert report.line == line


def test_a_deleted_log_is_noticed_and_stays_noticed(audit) -> None:
    fill(audit, 3)
    audit.file.unlink()
    assert "3 entries were cut off" in audit.check().fault
    fill(audit, 1)
    assert "entry 1 should be there" in audit.check().fault


def test_a_truncated_log_stays_noticed_after_the_next_entry(audit) -> None:
    fill(audit, 4)
    audit.file.write_bytes(b"".join(lines(audit)[:2]))
    fill(audit, 1)
    assert audit.check().line == 3


def test_an_older_data_folder_that_is_put_back_is_noticed(audit, tmp_path) -> None:
    fill(audit, 2)
    shutil.copy(audit.file, tmp_path / "backup")
    fill(audit, 2)
    shutil.copy(tmp_path / "backup", audit.file)
    assert "2 entries were cut off, up to entry 4" in audit.check().fault


def test_another_log_of_the_same_length_is_noticed(audit, tmp_path) -> None:
    fill(audit, 3)
    forged = AuditLog(tmp_path / "forged" / "audit.jsonl")
    fill(forged, 2)
    forged.record(AuditEvent.VERIFIED, "mallory")
    shutil.copy(forged.file, audit.file)
    assert "the log was replaced" in audit.check().fault


def test_without_an_anchor_only_the_chain_can_be_checked(audit, tmp_path) -> None:
    fill(audit, 3)
    shutil.rmtree(tmp_path / "state")
    report = audit.check()
    assert (report.fault, report.anchored) == (None, False)


def test_a_damaged_anchor_is_a_fault(audit) -> None:
    fill(audit, 1)
    StateFolder(audit.file.parent).write(ANCHOR, b"{}")
    assert "anchor" in audit.check().fault
    fill(audit, 1)
    assert audit.check().fault is None
    assert [entry.event for entry in audit.entries()][1:] == [
        AuditEvent.ANCHOR_LOST,
        AuditEvent.NOT_VERIFIED,
    ]


def test_a_line_that_a_killed_process_left_unfinished_is_removed(audit) -> None:
    fill(audit, 2)
    with audit.file.open("ab") as file:
        file.write(b'{"number":3,"time":')
    assert audit.check().fault is None
    fill(audit, 1)
    assert [entry.number for entry in audit.entries()] == [1, 2, 3]


class KilledBeforeTheAnchor(StateFolder):
    """Of the first entry."""

    def write(self, name: str, content: bytes) -> None:
        if decode_anchor(content).last:
            raise KeyboardInterrupt
        super().write(name, content)


def test_a_kill_after_the_first_entry_does_not_seem_to_have_lost_the_anchor(audit) -> None:
    killed = AuditLog(audit.file, KilledBeforeTheAnchor(audit.file.parent))
    with pytest.raises(KeyboardInterrupt):
        fill(killed, 1)
    fill(audit, 1)
    report = audit.check()
    assert (report.fault, report.anchored) == (None, True)
    assert [entry.event for entry in report.entries] == [AuditEvent.NOT_VERIFIED] * 2


def test_an_entry_that_was_written_before_a_kill_counts_although_the_anchor_is_older(audit) -> None:
    fill(audit, 2)
    anchor = StateFolder(audit.file.parent).read(ANCHOR)
    fill(audit, 1)
    StateFolder(audit.file.parent).write(ANCHOR, anchor)
    assert len(audit.entries()) == 3
    assert audit.check().fault is None


def test_old_entries_are_forgotten_and_the_chain_still_holds(audit, clock) -> None:
    fill(audit, 3)
    clock.now = NOON + timedelta(days=29)
    fill(audit, 1)
    clock.now = NOON + timedelta(days=31)
    fill(audit, 1)
    report = audit.check()
    assert (report.fault, [entry.number for entry in report.entries]) == (None, [4, 5])
    audit.file.write_bytes(lines(audit)[1])
    assert "entry 4 should be there" in audit.check().fault


def test_a_fault_is_not_forgotten_with_the_old_entries(audit, clock) -> None:
    fill(audit, 3)
    edited = lines(audit)
    edited[1] = edited[1].replace(b"not verified", b"verified")
    audit.file.write_bytes(b"".join(edited))
    clock.now = NOON + timedelta(days=400)
    fill(audit, 1)
    assert audit.check().line == 1


def test_a_log_with_a_fault_is_kept_aside_and_another_begins(audit, clock) -> None:
    fill(audit, 3)
    audit.file.write_bytes(b"".join(lines(audit)[:2]))
    before = audit.file.read_bytes()
    moved = audit.archive()
    assert (moved.name, moved.read_bytes()) == ("audit-20261126T120000Z.jsonl", before)
    report = audit.check()
    assert (report.fault, [entry.event for entry in report.entries]) == (None, [AuditEvent.ARCHIVED])
    assert report.entries[0].detail == "with a fault"
    with pytest.raises(StoreError):
        audit.archive()


def test_a_folder_that_cannot_be_used_is_reported(audit) -> None:
    audit.file.parent.write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="audit log"):
        audit.record(AuditEvent.VERIFIED, "ada")
