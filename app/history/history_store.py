"""Store the history: a line for each attempt and, if the user wants them, pictures."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.history.attempt_record import AttemptRecord, decode_record, encode_record, now
from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from app.storage.jpeg_folder import JpegFolder
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.vision.frame import RgbImage

FILE, PICTURES = "attempts.jsonl", "pictures"
LOCK_TIMEOUT_S = 5.0
CSV_COLUMNS = ("time", "person", "ending", "reason", "similarity", "matches", "references")


class HistoryStore:
    """In ``folder``. Raises StoreError, or BusyError when another process uses the history for seconds."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now) -> None:
        self.pictures = JpegFolder(folder / PICTURES)
        self._file = folder / FILE
        self._clock = clock

    def add(self, record: AttemptRecord, picture: RgbImage | None = None) -> AttemptRecord:
        """Append ``record``, with the name of ``picture`` if there is one. Returns what was stored."""
        if picture is not None:
            record = msgspec.structs.replace(record, picture=self.pictures.save(picture).name)
        with self._locked():
            content = self._file.read_bytes() if self._file.exists() else b""
            separator = b"" if content.endswith(b"\n") or not content else b"\n"
            with self._file.open("ab") as file:
                file.write(separator + encode_record(record))
        return record

    def records(self) -> list[AttemptRecord]:
        """The newest first. Lines that cannot be read are left out."""
        with self._locked():
            return list(reversed(self._read()))

    def picture(self, record: AttemptRecord) -> Path | None:
        """None if the record has no picture, or if its name is that of no file in the folder."""
        path = self.pictures.folder / record.picture
        return path if record.picture and path.name == record.picture and path.is_file() else None

    def erase(self) -> None:
        """Delete all records and pictures."""
        with self._locked():
            self._file.unlink(missing_ok=True)
        self.pictures.remove(self.pictures.paths())

    def forget_older(self, days: int) -> None:
        """Delete records that are more than ``days`` old, and their pictures."""
        oldest = self._clock() - timedelta(days=days)
        with self._locked():
            records = self._read()
            kept = [record for record in records if record.time >= oldest]
            if len(kept) == len(records):
                return
            write_atomically(self._file, b"".join(map(encode_record, kept)))
        names = {record.picture for record in kept}
        self.pictures.remove([path for path in self.pictures.paths() if path.name not in names])

    def _read(self) -> list[AttemptRecord]:
        lines = self._file.read_bytes().splitlines() if self._file.exists() else []
        return [record for line in lines if (record := decode_record(line))]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with translate_os_errors(Message("use the history in"), self._file.parent):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            lock = self._file.with_name(f".{self._file.name}.lock")
            with exclusive_lock(
                lock, Message("Another process is using the history. Try again."), LOCK_TIMEOUT_S
            ):
                yield


def export_csv(records: Sequence[AttemptRecord], path: Path) -> None:
    """One line for each record, without pictures, for a spreadsheet. Raises StoreError."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(CSV_COLUMNS)
    for record in records:
        writer.writerow([_cell(getattr(record, column)) for column in CSV_COLUMNS])
    with translate_os_errors(Message("export the history to"), path, option=""):
        write_atomically(path, table.getvalue().encode("utf-8-sig"))


def _cell(value: object) -> str:
    """Text that a spreadsheet does not evaluate as a formula."""
    text = "" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
