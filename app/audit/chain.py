"""Check that the log is as it was written: rules without input or output."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.audit.anchor import Anchor
from app.audit.entry import FIRST_DIGEST, AuditEntry, DamagedEntryError, decode_line


@dataclass(frozen=True, slots=True)
class ChainReport:
    """``entries``: the good ones before the first fault. ``anchored``: whether there was an anchor to compare
    with. ``fault``: a sentence; None for an intact log. ``line``: the first bad line, from 1; None when the
    fault is not in a line."""

    entries: tuple[AuditEntry, ...]
    anchored: bool
    fault: str | None = None
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
                f"Line {number} was changed after it was written: {error}.",
                number,
            )
    return ChainReport(tuple(entries), anchor is not None, _against_anchor(entries, anchor))


def _next_entry(line: bytes, before: AuditEntry | None) -> AuditEntry:
    if not line.endswith(b"\n"):
        raise DamagedEntryError("it is cut off")
    entry = decode_line(line)
    if before is None:
        if entry.number == 1 and entry.previous != FIRST_DIGEST:
            raise DamagedEntryError("it is the first entry, and refers to an earlier one")
    elif (entry.number, entry.previous) != (before.number + 1, before.digest):
        raise DamagedEntryError("it does not continue the line before it")
    return entry


def _against_anchor(entries: Sequence[AuditEntry], anchor: Anchor | None) -> str | None:
    first = entries[0].number if entries else 1
    last = entries[-1].number if entries else 0
    if anchor is None:
        return None if first == 1 else "Its beginning is missing, and nothing outside the folder says why."
    if first > anchor.first:
        return f"Its beginning is missing: entry {anchor.first} should be there."
    if last < anchor.last:
        missing = anchor.last - last
        were = "1 entry was" if missing == 1 else f"{missing} entries were"
        return f"Its end is missing: {were} cut off, up to entry {anchor.last}."
    anchored = [entry for entry in entries if entry.number == anchor.last]
    if anchored and anchored[0].digest != anchor.digest:
        return f"Entry {anchor.last} is not the one that was written: the log was replaced."
    return None
