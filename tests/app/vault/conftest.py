from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.outside_copy import STATE_VARIABLE
from app.storage.paths import Paths
from app.vault.vault import encrypted_folders
from model.storage.encrypted_file import set_cipher


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """Of a data folder with two people."""
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))
    monkeypatch.setattr("app.vault.passphrase.MEMORY_KIB", 32)
    monkeypatch.setattr("app.vault.passphrase.PASSES", 1)
    paths = Paths(tmp_path / "data")
    for person, kind, name in (
        ("ada", "verification_images", "1.jpg"),
        ("ada", "verification_images", "embeddings.bin"),
        ("ada", "negative", "2.png"),
        ("bob", "anchor", "3.jpg"),
    ):
        file = paths.people / person / kind / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"the face of {person} in {name}".encode() * 20)
    picture = paths.history / "pictures" / "4.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"the face of a stranger" * 20)
    yield paths
    for folder in encrypted_folders(paths):
        set_cipher(folder, None)
