"""Append to the audit log, check it and remove old entries."""

import errno
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from app.audit.anchor import FILE as ANCHOR
from app.audit.anchor import Anchor, DamagedAnchorError, decode_anchor, encode_anchor
from app.audit.chain import ChainReport, check_chain
from app.audit.entry import FIRST_DIGEST, AuditEntry, AuditEvent, DamagedEntryError, decode_line, now
from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from app.storage.outside_copy import OutsideCopy, StateFolder
from app.storage.settings import Settings
from model.messages.message import Message, message_of
from model.storage.atomic_file import write_atomically

log = logging.getLogger(__name__)

LOCK_TIMEOUT_S = 5.0
MAX_LINE_BYTES = 4096
"""An entry is far shorter."""

BEFORE_FIRST = Anchor(1, 0, FIRST_DIGEST)
"""The anchor of a log without an entry."""


class AuditLog:
    """One entry for each line of ``file``, and outside the data folder an anchor: the newest entry's digest.
    Raises StoreError."""

    def __init__(
        self,
        file: Path,
        outside: OutsideCopy | None = None,
        days: int = Settings().audit_days,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """``days``: how long entries are kept."""
        self.file = file
        self._outside = outside or StateFolder(file.parent)
        self._days, self._clock = days, clock

    def record(self, event: AuditEvent, person: str = "", detail: str = "") -> AuditEntry:
        """Append an entry and flush it to the disk. Another process may append at the same time."""
        with self._locked():
            anchor, newest = self._anchor_or_none(), self._repaired_end()
            if anchor is None and newest:
                newest = self._add(AuditEvent.ANCHOR_LOST, "", "", None, newest)
            elif anchor is None:
                # If the process is killed after its first entry, no anchor will seem to be lost.
                self._keep_outside(BEFORE_FIRST)
            return self._add(event, person, detail, anchor, newest)

    def entries(self) -> Sequence[AuditEntry]:
        """The intact ones before the first fault, oldest first."""
        return self.check().entries

    def check(self) -> ChainReport:
        with self._locked():
            self._repaired_end()
            try:
                anchor = self._anchor()
            except DamagedAnchorError as error:
                return ChainReport(check_chain(self._lines(), None).entries, False, message_of(error))
            return check_chain(self._lines(), anchor)

    def archive(self) -> Path:
        """Move the log to a dated file beside it, and begin another, whose first entry says so. Returns the
        dated file. Use it for a log with a fault that the owner can explain, such as a restored backup."""
        fault = self.check().fault
        with self._locked():
            moved = self.file.with_name(f"{self.file.stem}-{self._clock():%Y%m%dT%H%M%SZ}{self.file.suffix}")
            if moved.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(moved))
            self.file.rename(moved)
            self._keep_outside(BEFORE_FIRST)
        self.record(AuditEvent.ARCHIVED, detail="with a fault" if fault else "intact")
        return moved

    def _add(
        self, event: AuditEvent, person: str, detail: str, anchor: Anchor | None, newest: AuditEntry | None
    ) -> AuditEntry:
        """``anchor`` is None when it was lost, ``newest`` when there is no intact entry."""
        number, previous = (newest.number, newest.digest) if newest else (0, FIRST_DIGEST)
        if anchor and anchor.last > number:  # the log was cut short: the new entry must not hide that
            number, previous = anchor.last, anchor.digest
        entry = AuditEntry(number + 1, self._clock(), event, person, detail, previous)
        self._append(entry)
        self._forget_old(Anchor(anchor.first if anchor else 1, entry.number, entry.digest))
        return entry

    def _append(self, entry: AuditEntry) -> None:
        with self.file.open("ab") as file:
            file.write(entry.line)
            file.flush()
            os.fsync(file.fileno())

    def _repaired_end(self) -> AuditEntry | None:
        """The newest entry, if it is intact. Removes an entry that a killed process wrote only partly."""
        if not self.file.exists():
            return None
        with self.file.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 2 * MAX_LINE_BYTES))
            end = file.read()
            whole = end[: end.rfind(b"\n") + 1]
            if len(whole) < len(end) and (b"\n" in end or size == len(end)):
                file.truncate(size - len(end) + len(whole))
        return _decoded(whole.splitlines(keepends=True)[-1:])

    def _forget_old(self, anchor: Anchor) -> None:
        """Drop entries that are too old: first from ``anchor``, which is stored, then from the log."""
        oldest = self._clock() - timedelta(days=self._days)
        with self.file.open("rb") as file:
            first = _decoded([file.readline(MAX_LINE_BYTES)])
        if first is None or first.time >= oldest:
            self._keep_outside(anchor)
            return
        kept = _without_older(self._lines(), oldest)
        first = _decoded(kept[:1])
        self._keep_outside(Anchor(first.number if first else anchor.first, anchor.last, anchor.digest))
        write_atomically(self.file, b"".join(kept))

    def _keep_outside(self, anchor: Anchor) -> None:
        try:
            self._outside.write(ANCHOR, encode_anchor(anchor))
        except OSError as error:
            log.warning("The anchor of the audit log was not written: %s", error)

    def _anchor(self) -> Anchor | None:
        """Raises DamagedAnchorError."""
        content = self._outside.read(ANCHOR)
        return None if content is None else decode_anchor(content)

    def _anchor_or_none(self) -> Anchor | None:
        try:
            return self._anchor()
        except DamagedAnchorError as error:
            log.error("%s", error)
            return None

    def _lines(self) -> list[bytes]:
        try:
            return self.file.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return []

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with translate_os_errors(Message("use the audit log"), self.file):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            lock = self.file.with_name(f".{self.file.name}.lock")
            with exclusive_lock(
                lock, Message("Another process is using the audit log. Try again."), LOCK_TIMEOUT_S
            ):
                yield


def _decoded(lines: Sequence[bytes]) -> AuditEntry | None:
    """The first of ``lines``; None when there is none, or when it is damaged."""
    try:
        return decode_line(lines[0]) if lines else None
    except DamagedEntryError:
        return None


def _without_older(lines: list[bytes], oldest: datetime) -> list[bytes]:
    """Keeps a damaged line and all lines after it: no fault is forgotten. Keeps the newest entry, too."""
    for index, line in enumerate(lines[:-1]):
        entry = _decoded([line])
        if entry is None or entry.time >= oldest:
            return lines[index:]
    return lines[-1:]
