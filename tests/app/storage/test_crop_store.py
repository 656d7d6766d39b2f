import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from app.storage.crop_store import CropCounts, CropKind, CropStore, PersonNameError, StoreError
from app.storage.paths import PROJECT
from model.storage.leftovers import LEFTOVER_AGE_S
from model.vision.image_file import read_image_file
from tests.support.fakes import grey, tree
from tests.support.waiting import wait_until


def crop(level: int = 128):
    return grey(level, 100, 100)


def red():
    return np.full((100, 100, 3), (250, 10, 10), np.uint8)


@pytest.fixture
def store(tmp_path):
    return CropStore(tmp_path)


def test_a_crop_is_in_the_folder_of_its_person_and_kind(store, tmp_path):
    for kind in CropKind:
        path = store.save("ada", kind, crop())
        assert path.parent == tmp_path / "ada" / kind.value
    assert {folder.name for folder in (tmp_path / "ada").iterdir()} == {"anchor", "positive", "negative"}


def test_a_crop_comes_back_nearly_as_it_was_in_the_right_colours(store):
    loaded = read_image_file(store.save("ada", CropKind.ANCHOR, red()))
    assert loaded.shape == (100, 100, 3)
    assert np.abs(loaded.astype(int) - red()).max() < 8


def test_crops_are_counted_by_kind_and_listed_in_the_order_they_were_kept(store):
    paths = [store.save("ada", CropKind.ANCHOR, crop(level)) for level in (10, 200, 90)]
    store.save("ada", CropKind.NEGATIVE, crop())
    store.save("bob", CropKind.ANCHOR, crop())
    assert store.paths("ada", CropKind.ANCHOR) == paths
    assert store.counts("ada") == CropCounts(anchor=3, positive=0, negative=1)
    assert store.count("ada", CropKind.ANCHOR) == 3
    assert store.people() == ["ada", "bob"]


def test_names_are_unique_even_in_the_same_instant(store):
    assert len({store.save("ada", CropKind.ANCHOR, crop()).name for _ in range(50)}) == 50


def test_a_person_without_crops_has_none(store):
    assert store.paths("nobody", CropKind.ANCHOR) == []
    assert store.counts("nobody") == CropCounts()
    assert store.people() == []


def test_a_deleted_person_is_gone(store):
    store.save("ada", CropKind.ANCHOR, crop())
    store.delete_person("ada")
    assert store.people() == []


def test_a_name_that_leads_elsewhere_is_refused_and_writes_nothing(store, tmp_path):
    for use in (
        lambda: store.save("../ada", CropKind.ANCHOR, crop()),
        lambda: store.paths("../ada", CropKind.ANCHOR),
        lambda: store.delete_person(".."),
    ):
        with pytest.raises(PersonNameError):
            use()
    assert tree(tmp_path.parent / "ada") == {}


def test_a_full_disk_is_an_error_and_keeps_existing_crops(store, tmp_path, monkeypatch):
    store.save("ada", CropKind.ANCHOR, crop())
    before = tree(tmp_path)

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="Free some disk space"):
        store.save("ada", CropKind.ANCHOR, crop())
    assert tree(tmp_path) == before


def test_who_is_deleted_while_their_folder_is_made_has_the_crop_in_a_new_one(store, tmp_path, monkeypatch):
    store.save("ada", CropKind.ANCHOR, crop())
    make = os.mkdir

    def deleted_meanwhile(*given):
        try:
            make(*given)
        except FileExistsError:
            CropStore(tmp_path).delete_person("ada")
            raise

    monkeypatch.setattr(os, "mkdir", deleted_meanwhile)
    path = store.save("ada", CropKind.ANCHOR, crop())
    assert store.paths("ada", CropKind.ANCHOR) == [path]


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path):
    (tmp_path / "people").write_text("a file where a folder should be")
    store = CropStore(tmp_path / "people")
    with pytest.raises(StoreError, match="A file has the name of the folder"):
        store.save("ada", CropKind.ANCHOR, crop())


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may write into read-only folders"
)
def test_a_read_only_folder_is_an_error(store, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="may be written"):
        store.save("ada", CropKind.ANCHOR, crop())
    tmp_path.chmod(0o700)


def leftover(folder: Path, age_s: float) -> Path:
    path = folder / f".crop.jpg.{age_s:.0f}.partial"
    path.write_bytes(b"half a JPEG")
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def test_leftovers_are_never_read_and_are_swept_at_the_next_opening(store, tmp_path):
    folder = store.save("ada", CropKind.ANCHOR, crop()).parent
    old, being_written = leftover(folder, LEFTOVER_AGE_S + 10), leftover(folder, 0)
    assert store.count("ada", CropKind.ANCHOR) == 1
    CropStore(tmp_path)
    assert not old.exists()
    assert being_written.exists()
    assert store.count("ada", CropKind.ANCHOR) == 1


SAVE_WITHOUT_END = """
import sys
from pathlib import Path
import numpy as np
from app.storage.crop_store import CropKind, CropStore
store = CropStore(Path(sys.argv[1]))
noise = np.random.default_rng(0).integers(0, 256, (1000, 1000, 3)).astype(np.uint8)
while True:
    store.save("ada", CropKind.ANCHOR, noise)
"""


def is_whole_jpeg(path: Path) -> bool:
    content = path.read_bytes()
    return content.startswith(b"\xff\xd8") and content.endswith(b"\xff\xd9")


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_a_process_killed_while_it_saves_leaves_only_whole_crops(store, tmp_path, number):
    process = subprocess.Popen([sys.executable, "-c", SAVE_WITHOUT_END, str(tmp_path)], cwd=PROJECT)
    wait_until(lambda: store.count("ada", CropKind.ANCHOR) > 3 + 5 * number)
    process.kill()
    process.wait()
    paths = store.paths("ada", CropKind.ANCHOR)
    assert len(paths) > 3 + 5 * number
    assert all(is_whole_jpeg(path) for path in paths)
