"""Count the failed attempts of each person, on disk and across processes."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.lockout.failure_file import DamagedRecordError, FailureLog, decode_failures, encode_failures
from app.lockout.policy import DAMAGED, FailureRecord, TryStatus, try_status
from app.lockout.uptime import Uptime, read_uptime
from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from app.storage.outside_copy import OutsideCopy, StateFolder
from app.vault.keyring_counter import Counter, counter_of
from model.messages.message import Message, message_of
from model.storage.encrypted_file import EncryptionError, read_file, write_file

log = logging.getLogger(__name__)

FILE = "failed_attempts.json"
LOCK_TIMEOUT_S = 5.0
NO_FAILURES = FailureLog()


class TryLimiter:
    """Two copies hold the failures: one in the data folder, one outside. The newer one counts, so that
    restoring an older data folder does not give attempts back. If either is damaged, no attempt may begin
    until the owner unlocks.

    If the key of the data folder is in the keyring, a counter there rises with each change, so that older
    copies of both do not count either.

    Methods with ``person`` raise PersonNameError; all raise StoreError.
    """

    def __init__(
        self,
        data_folder: Path,
        outside: OutsideCopy | None = None,
        uptime: Callable[[], Uptime] = read_uptime,
        counter: Callable[[], Counter | None] | None = None,
    ) -> None:
        """``counter`` is called at each use: the data folder may be encrypted meanwhile."""
        self._folder = data_folder
        self._file = data_folder / FILE
        self._outside = outside or StateFolder(data_folder)
        self._uptime = uptime
        self._counter = counter or (lambda: counter_of(data_folder))

    def status(self, person: str) -> TryStatus:
        log_now = self._read()
        return DAMAGED if log_now is None else try_status(log_now.of(person), self._uptime())

    def begin(self, person: str) -> TryStatus:
        """Count a failure in advance, if an attempt may begin now, so that a killed attempt counts, too.

        Returns the status before this attempt; it has begun if that is ``allowed``.
        """
        with self._locked():
            log_now = self._read()
            if log_now is None:
                return DAMAGED
            status = try_status(log_now.of(person), self._uptime())
            if status.allowed:
                self._write(log_now.with_record(person, FailureRecord(status.failures + 1, self._uptime())))
            return status

    def fail(self, person: str) -> TryStatus:
        """The current attempt has failed: its delay begins now."""
        return self._change(person, lambda record: replace(record, last=self._uptime()))

    def succeed(self, person: str) -> TryStatus:
        """The current attempt has verified the person: earlier failures are cleared."""
        return self._change(person, lambda record: None)

    def withdraw(self, person: str) -> TryStatus:
        """The current attempt was not judged: it does not count."""
        return self._change(person, _without_last)

    def unlock(self, person: str) -> None:
        """Forget the person's failures; if the record is damaged, everyone's."""
        with self._locked():
            known = self._read() or FailureLog(self._counted())
            self._write(known.with_record(person, None))

    def _change(self, person: str, change: Callable[[FailureRecord], FailureRecord | None]) -> TryStatus:
        with self._locked():
            log_now = self._read()
            record = log_now.of(person) if log_now else None
            if log_now is None or record is None:
                return DAMAGED if log_now is None else TryStatus()
            changed = change(record)
            self._write(log_now.with_record(person, changed))
            return try_status(changed, self._uptime())

    def _read(self) -> FailureLog | None:
        """None when a copy is damaged, or both are older than the counter. The counter is read first: another
        process may count meanwhile."""
        counted = self._counted()
        try:
            newest = max(self._copies(), key=_progress, default=NO_FAILURES)
        except DamagedRecordError as error:
            log.error("%s", error)
            return None
        if newest.sequence < counted:
            log.error("The failed attempts were replaced by older ones: %s of %s", newest.sequence, counted)
            return None
        return newest

    def _counted(self) -> int:
        counter = self._counter()
        return counter.read() if counter else 0

    def _copies(self) -> Sequence[FailureLog]:
        """Raises DamagedRecordError."""
        with translate_os_errors(Message("read the failed attempts in"), self._folder):
            contents = (_read_inside(self._file), self._outside.read(FILE))
        return [decode_failures(content) for content in contents if content is not None]

    def _write(self, changed: FailureLog) -> None:
        """Outside first: if the process is killed between the two, the newer copy still counts."""
        content = encode_failures(changed)
        try:
            self._outside.write(FILE, content)
        except OSError as error:
            log.warning("The copy of the failed attempts outside the data folder was not written: %s", error)
        with translate_os_errors(Message("count the attempt in"), self._folder):
            write_file(self._file, content)
        if counter := self._counter():
            counter.write(changed.sequence)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with translate_os_errors(Message("count the attempt in"), self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = self._file.with_name(f".{FILE}.lock")
            refusal = Message("Another process is counting an attempt. Try again.")
            with exclusive_lock(lock, refusal, LOCK_TIMEOUT_S):
                yield


def _read_inside(file: Path) -> bytes | None:
    try:
        return read_file(file)
    except FileNotFoundError:
        return None
    except EncryptionError as error:
        raise DamagedRecordError(message_of(error)) from error


def _without_last(record: FailureRecord) -> FailureRecord | None:
    return replace(record, count=record.count - 1) if record.count > 1 else None


def _progress(log: FailureLog) -> tuple[int, int]:
    """The copy with the higher sequence counts; if they are equal, the one with more failures."""
    return log.sequence, sum(record.count for record in log.failures.values())
