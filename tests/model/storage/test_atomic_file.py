import os
import time
from pathlib import Path

from model.storage.atomic_file import LEFTOVER_AGE_S, sweep


def leave(path: Path, age_s: float) -> Path:
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def test_old_leftovers_of_a_name_go_and_nothing_else(tmp_path: Path) -> None:
    name = "model[1].npz"
    old = leave(tmp_path / f".{name}.abc.partial", LEFTOVER_AGE_S + 5)
    kept = [
        leave(tmp_path / f".{name}.new.partial", 0),
        leave(tmp_path / ".other.abc.partial", LEFTOVER_AGE_S + 5),
        leave(tmp_path / name, LEFTOVER_AGE_S + 5),
    ]
    sweep(tmp_path / name)
    assert not old.exists()
    assert all(path.exists() for path in kept)


def test_where_nothing_is_nothing_is_swept(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere" / "file")
    assert list(tmp_path.iterdir()) == []
