import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.history.attempt_record import AttemptRecord
from app.history.history_store import FILE, HistoryStore, export_csv
from app.storage.errors import StoreError
from model.verification.attempt import Ending
from tests.support.fakes import sharp_image

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def record(minutes: int = 0, ending: Ending = Ending.VERIFIED, person: str = "Ann") -> AttemptRecord:
    return AttemptRecord(
        NOON + timedelta(minutes=minutes), person, ending, "enough references match", 0.97, 9, 12
    )


def test_the_newest_record_comes_first(tmp_path: Path) -> None:
    history = HistoryStore(tmp_path)
    for minutes in range(3):
        history.add(record(minutes))
    assert HistoryStore(tmp_path).records() == [record(2), record(1), record(0)]


def test_without_a_file_there_are_no_records(tmp_path: Path) -> None:
    assert HistoryStore(tmp_path / "new").records() == []


def test_a_line_of_a_killed_process_is_left_out(tmp_path: Path) -> None:
    history = HistoryStore(tmp_path)
    history.add(record())
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"time": "2026-11')
    assert history.records() == [record()]


def test_a_record_after_a_damaged_line_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"time": "2026-11')
    HistoryStore(tmp_path).add(record())
    assert HistoryStore(tmp_path).records() == [record()]


def test_a_picture_is_kept_on_request_and_erased_with_its_record(tmp_path: Path) -> None:
    history = HistoryStore(tmp_path)
    plain, pictured = history.add(record()), history.add(record(), sharp_image())
    assert history.picture(plain) is None
    kept = history.picture(pictured)
    assert kept and kept.is_file()

    history.erase()

    assert (history.records(), kept.exists()) == ([], False)


def test_a_record_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"")
    other = AttemptRecord(NOON, "Ann", Ending.VERIFIED, "", picture="../secret.jpg")
    assert HistoryStore(tmp_path / "history").picture(other) is None


def test_old_records_are_forgotten_with_their_pictures(tmp_path: Path) -> None:
    history = HistoryStore(tmp_path, clock=lambda: NOON + timedelta(days=30))
    old, new = history.add(record(), sharp_image()), history.add(record(minutes=60), sharp_image())

    history.forget_older(days=30)
    assert len(history.records()) == 2
    history = HistoryStore(tmp_path, clock=lambda: NOON + timedelta(days=30, minutes=30))
    history.forget_older(days=30)

    assert history.records() == [new]
    assert history.picture(old) is None and history.picture(new)


def test_export_to_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    export_csv([record(), record(1, Ending.NOT_SAME, '=HYPERLINK("http://x")')], path)

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["ending"] == "verified" and rows[0]["similarity"] == "0.97"
    assert rows[1]["person"].startswith("'=")


def test_an_export_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="export the history"):
        export_csv([record()], tmp_path / "file" / "history.csv")
