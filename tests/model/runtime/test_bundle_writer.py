import os
import time
from pathlib import Path

import pytest

from model.runtime.bundle import BUNDLE_FILES, SHIPPED_BUNDLE, load_bundle
from model.runtime.bundle_writer import LEFT_BEHIND_AFTER_S, ExportError, write_bundle

SHIPPED = load_bundle()
CONTENTS = {name: (SHIPPED_BUNDLE / name).read_bytes() for name in BUNDLE_FILES}


def test_what_is_written_can_be_loaded(tmp_path: Path) -> None:
    write_bundle(CONTENTS, SHIPPED.card, tmp_path / "models" / "new")
    assert load_bundle(tmp_path / "models" / "new").card == SHIPPED.card
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["new"]


def test_an_existing_folder_stays_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="exists"):
        write_bundle(CONTENTS, SHIPPED.card, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_bundle({**CONTENTS, "no/such/folder": b""}, SHIPPED.card, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_behind_is_removed_but_not_what_is_being_written(tmp_path: Path) -> None:
    old, young = tmp_path / ".dead.1.partial", tmp_path / ".alive.2.partial"
    for folder in (old, young):
        folder.mkdir()
        (folder / "head.json").write_text("{}")
    then = time.time() - LEFT_BEHIND_AFTER_S - 60
    os.utime(old, (then, then))
    write_bundle(CONTENTS, SHIPPED.card, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".alive.2.partial", "new"]
