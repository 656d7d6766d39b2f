import errno
import io

import pytest

from app.scoring.append_file import ScoreFile, open_score_file
from app.storage.errors import StoreError


class SmallDisk(io.FileIO):
    """Takes at most five bytes at a time, and ``room`` in all."""

    room = 12

    def write(self, content):
        taken = bytes(content)[: min(5, self.room - self.tell())]
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(taken)


def test_records_are_on_the_disk_as_soon_as_they_are_appended(tmp_path):
    out = tmp_path / "scores.csv"
    with open_score_file(out, 0) as file:
        file.append(b"one\n")
        assert out.read_bytes() == b"one\n"
        file.append(b"two\n")
        assert out.read_bytes() == b"one\ntwo\n"


def test_what_follows_the_whole_rows_is_dropped(tmp_path):
    out = tmp_path / "scores.csv"
    out.write_bytes(b"one\ntw")
    with open_score_file(out, 4) as file:
        file.append(b"two\n")
    assert out.read_bytes() == b"one\ntwo\n"


def test_a_full_disk_is_an_error_and_leaves_whole_rows(tmp_path):
    out = tmp_path / "scores.csv"
    out.touch()
    with SmallDisk(out, "r+b") as disk:
        file = ScoreFile(out, disk, 0)
        file.append(b"longer\n")
        with pytest.raises(StoreError, match=r"scores\.csv: No space left.*Free some disk space"):
            file.append(b"longer\n")
        assert out.read_bytes() == b"longer\n"
        disk.room = 100
        file.append(b"longer\n")
    assert out.read_bytes() == b"longer\nlonger\n"


def test_an_unwritable_file_raises_an_error_that_names_the_option(tmp_path):
    with pytest.raises(StoreError, match="choose another place with --out"), open_score_file(tmp_path, 0):
        pass
