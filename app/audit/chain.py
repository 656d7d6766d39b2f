"""Check that the log is as it was written: rules without input or output."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.audit.anchor import Anchor
from app.audit.entry import FIRST_DIGEST, AuditEntry, DamagedEntryError, decode_line
from model.messages.message import Message, plural_message


@dataclass(frozen=True, slots=True)
class ChainReport:
    """``entries``: the good ones before the first fault. ``anchored``: whether there was an anchor to compare
    with. ``fault``: a sentence; None for an intact log. ``line``: the first bad line, from 1; None when the
    fault is not in a line."""

    entries: tuple[AuditEntry, ...]
    anchored: bool
    fault: Message | None = None
    line: int | None = None


def check_chain(lines: Sequence[bytes], anchor: Anchor | None) -> ChainReport:
    """``anchor``: None when none was ever kept."""
    entries: list[AuditEntry] = []
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(_next_entry(line, entries[-1] if entries else None))
        except DamagedEntryError as error:
            return ChainReport(
                tuple(entries),
                anchor is not None,
                Message(
                    "Line {number} was changed after it was written: {error}.", number=number, error=error
                ),
                number,
            )
    return ChainReport(tuple(entries), anchor is not None, _against_anchor(entries, anchor))


def _next_entry(line: bytes, before: AuditEntry | None) -> AuditEntry:
    if not line.endswith(b"\n"):
        raise DamagedEntryError(Message("it is cut off"))
    entry = decode_line(line)
    if before is None:
        if entry.number == 1 and entry.previous != FIRST_DIGEST:
            raise DamagedEntryError(Message("it is the first entry, and refers to an earlier one"))
    elif (entry.number, entry.previous) != (before.number + 1, before.digest):
        raise DamagedEntryError(Message("it does not continue the line before it"))
    return entry


def _against_anchor(entries: Sequence[AuditEntry], anchor: Anchor | None) -> Message | None:
    first = entries[0].number if entries else 1
    last = entries[-1].number if entries else 0
    if anchor is None:
        return (
            None
            if first == 1
            else Message("Its beginning is missing, and nothing outside the folder says why.")
        )
    if first > anchor.first:
        return Message("Its beginning is missing: entry {number} should be there.", number=anchor.first)
    if last < anchor.last:
        missing = anchor.last - last
        return plural_message(
            "Its end is missing: {count} entry was cut off, up to entry {last}.",
            "Its end is missing: {count} entries were cut off, up to entry {last}.",
            missing,
            last=anchor.last,
        )
    anchored = [entry for entry in entries if entry.number == anchor.last]
    if anchored and anchored[0].digest != anchor.digest:
        return Message(
            "Entry {number} is not the one that was written: the log was replaced.", number=anchor.last
        )
    return None
