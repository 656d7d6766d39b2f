import os
from pathlib import Path

import pytest

from model.storage.atomic_file import write_atomically
from model.storage.output_file import OutputFileError, require_output_file
from model.storage.windows_names import is_device_name


def test_a_file_that_is_new_or_there_will_do(tmp_path: Path) -> None:
    require_output_file(tmp_path / "new.csv", "--out")
    (tmp_path / "old.csv").touch()
    require_output_file(tmp_path / "old.csv", "--out")


def test_a_folder_and_a_file_without_one_are_refused(tmp_path: Path) -> None:
    for path, words in {tmp_path: "is a folder", tmp_path / "gone" / "x.csv": "There is no folder"}.items():
        with pytest.raises(OutputFileError, match=f"{words}.*--out"):
            require_output_file(path, "--out")


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices of POSIX")
def test_devices_and_pipes_are_refused_and_never_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(os.devnull)
    for path in (pipe, link, Path(os.devnull)):
        with pytest.raises(OutputFileError, match=r"is a device or a pipe.*--json"):
            require_output_file(path, "--json")
    for path in (pipe, link):
        with pytest.raises(OSError, match="Not an ordinary file"):
            write_atomically(path, b"content")
        assert not path.is_file()


@pytest.mark.parametrize("name", ["NUL", "nul", "con.csv", "Lpt1.x.y", "AUX .txt"])
def test_devices_of_windows_are_refused_there(tmp_path: Path, name: str) -> None:
    assert is_device_name(name)
    with pytest.raises(OutputFileError, match="is a device on Windows"):
        require_output_file(tmp_path / name, "--out", system="nt")
    require_output_file(tmp_path / name, "--out", system="posix")


@pytest.mark.parametrize("name", ["null", "nuls.csv", "my.con", "COM10", "x"])
def test_other_names_are_no_devices(name: str) -> None:
    assert not is_device_name(name)
