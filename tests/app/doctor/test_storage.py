import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from app.doctor.finding import Status
from app.doctor.storage import check_data_folder, check_disk_space, check_log, write_error
from app.storage.paths import Paths

Usage = namedtuple("Usage", "total used free")


def test_a_folder_that_is_not_there_yet_will_do_and_is_not_made(tmp_path: Path) -> None:
    written, room = check_data_folder(Paths(tmp_path / "new" / "data"))
    assert (written.status, room.topic) == (Status.OK, "disk")
    assert written.detail == str(tmp_path / "new" / "data")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "people").write_text("a file where a folder is needed")
    written, _ = check_data_folder(Paths(tmp_path))
    assert written.status is Status.FAILED
    assert written.sentence == "Not writable: people (Not a directory)."
    assert "--data" in written.next_step


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="Nothing is read-only to root.")
def test_a_read_only_folder_is_noticed(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert write_error(tmp_path) == "Permission denied"
    assert check_data_folder(Paths(tmp_path))[0].status is Status.FAILED


ROOMS = {2_000_000_000: Status.OK, 500_000_000: Status.WARNING, 1_000_000: Status.FAILED}


@pytest.mark.parametrize(("free", "status"), ROOMS.items())
def test_the_room_on_the_disk(
    free: int, status: Status, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(free, 0, free))
    assert check_disk_space(tmp_path).status is status


def test_the_finding_about_the_log_names_its_path(tmp_path: Path) -> None:
    assert check_log(Paths(tmp_path)).detail == str(tmp_path / "logs" / "sameface.log")
    (tmp_path / "logs").touch()
    assert check_log(Paths(tmp_path)).status is Status.WARNING
