import os
import time
from pathlib import Path

import pytest

from model.storage.leftovers import LEFTOVER_AGE_S, remove_leftovers_in, remove_leftovers_of

OLD_S = LEFTOVER_AGE_S + 5


def make_file(path: Path, age_s: float) -> Path:
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def make_folder(path: Path, age_s: float) -> Path:
    path.mkdir()
    make_file(path / "head.json", age_s)
    os.utime(path, (time.time() - age_s,) * 2)
    return path


@pytest.mark.parametrize("make", [make_file, make_folder])
def test_only_old_leftovers_of_the_path_are_removed(tmp_path: Path, make) -> None:
    name = "model[1].npz"
    old = make(tmp_path / f".{name}.abc.partial", OLD_S)
    others = [
        make(tmp_path / f".{name}.new.partial", 0),
        make(tmp_path / ".other.abc.partial", OLD_S),
        make(tmp_path / name, OLD_S),
    ]
    remove_leftovers_of(tmp_path / name)
    assert not old.exists()
    assert all(path.exists() for path in others)


@pytest.mark.parametrize("make", [make_file, make_folder])
def test_only_old_leftovers_in_the_folder_are_removed(tmp_path: Path, make) -> None:
    old = [make(tmp_path / f".{name}.abc.partial", OLD_S) for name in ("one", "other")]
    others = [make(tmp_path / ".one.new.partial", 0), make(tmp_path / "one", OLD_S)]
    remove_leftovers_in(tmp_path)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in others)


def test_a_missing_folder_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers_of(tmp_path / "missing" / "file")
    remove_leftovers_in(tmp_path / "missing")
    assert list(tmp_path.iterdir()) == []
