from pathlib import Path

import pytest

from model.runtime.bundle import BUNDLE_FILES, SHIPPED_BUNDLE, load_bundle
from model.runtime.bundle_writer import ExportError, write_bundle

SHIPPED = load_bundle()
CONTENTS = {name: (SHIPPED_BUNDLE / name).read_bytes() for name in BUNDLE_FILES}


def test_a_written_bundle_can_be_loaded(tmp_path: Path) -> None:
    write_bundle(CONTENTS, SHIPPED.card, tmp_path / "models" / "new")
    assert load_bundle(tmp_path / "models" / "new").card == SHIPPED.card
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["new"]


def test_an_existing_folder_is_never_changed(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="exists"):
        write_bundle(CONTENTS, SHIPPED.card, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_bundle({**CONTENTS, "no/such/folder": b""}, SHIPPED.card, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
