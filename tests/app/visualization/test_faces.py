"""Where the faces of a picture come from."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from app.storage.crop_store import CropKind, CropStore
from app.storage.paths import Paths
from app.visualization.faces import Faces, FaceSources, NothingToShowError, gather_faces, sample_pictures
from tests.support.portraits import COLLINS, HOPPER
from tests.support.synthetic_people import pictures_of
from training.jobs.progress import JobError, ignore_progress
from training.lfw.folder import LfwFolder


def gather(sources: FaceSources, count: int = 20) -> Faces:
    return gather_faces(sources, LfwFolder.dev_train_people, count, np.random.default_rng(0), ignore_progress)


def sources(root: Path, person: str | None = None, photographs: Path | None = None) -> FaceSources:
    return FaceSources(Paths(root), person, "me", photographs, None)


def collect(root: Path, person: str, showing: int, others: int = 0) -> None:
    store = CropStore(root / "people")
    for crop in pictures_of(len(person), showing):
        store.save(person, CropKind.ANCHOR, crop)
    for crop in pictures_of(9, others):
        store.save(person, CropKind.NEGATIVE, crop)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    for portrait in (COLLINS, HOPPER):
        place = folder / portrait.person.replace(" ", "_")
        place.mkdir(parents=True)
        shutil.copy(portrait.path, place)
    return folder


def test_a_persons_crops_come_first_then_those_of_others_and_the_negatives(tmp_path):
    collect(tmp_path, "zoe", 3, others=2)
    collect(tmp_path, "adam", 4)
    faces = gather(sources(tmp_path, "zoe"))
    assert faces.focus == 0
    assert faces.samples.names == ("zoe", "adam")
    assert faces.samples.people.tolist() == [0] * 2 + [1] * 3 + [-1] * 2


def test_anchors_are_marked_where_there_are_positives(tmp_path):
    collect(tmp_path, "zoe", 5)
    assert gather(sources(tmp_path, "zoe")).samples.anchors is None
    for crop in pictures_of(3, 5):
        CropStore(tmp_path / "people").save("zoe", CropKind.POSITIVE, crop)
    assert gather(sources(tmp_path, "zoe")).samples.anchors.tolist() == [True] * 4 + [False] * 4


def test_without_any_source_the_usual_person_is_meant(tmp_path):
    collect(tmp_path, "me", 3)
    assert gather(sources(tmp_path)).samples.names == ("me",)


def test_photographs_are_cut_and_collected_people_are_ignored(tmp_path, photographs):
    faces = gather(sources(tmp_path, photographs=photographs))
    assert faces.focus is None
    assert faces.samples.names == ("Eileen Collins", "Grace Hopper")
    assert faces.samples.crops.shape == (2, 100, 100, 3)


def test_a_person_is_compared_with_photographs(tmp_path, photographs):
    collect(tmp_path, "ada", 3)
    faces = gather(sources(tmp_path, "ada", photographs))
    assert faces.samples.names == ("ada", "Eileen Collins", "Grace Hopper")
    assert faces.focus == 0


def test_folders_of_collected_crops_are_taken_as_they_are(tmp_path):
    collect(tmp_path, "ada", 4)
    faces = gather(sources(tmp_path / "elsewhere", photographs=tmp_path / "people"))
    assert faces.samples.names == ("ada",)
    assert len(faces.samples) == 3


def test_unreadable_pictures_are_left_out_and_reported(tmp_path, photographs, capsys):
    (photographs / "Eileen_Collins" / "notes.jpg").write_text("no picture")
    (photographs / "Eileen_Collins" / "notes.txt").write_text("not looked at")
    assert len(gather(sources(tmp_path, photographs=photographs)).samples) == 2
    told = capsys.readouterr().err
    assert "notes.jpg is not a picture" in told
    assert "notes.txt" not in told


def test_a_person_without_crops_is_an_error_with_the_next_step(tmp_path):
    with pytest.raises(NothingToShowError, match=r"eve has no crops.*collect --anchors"):
        gather(sources(tmp_path, "eve"))


def test_a_damaged_crop_is_named(tmp_path):
    collect(tmp_path, "ada", 3)
    next((tmp_path / "people" / "ada" / "anchor").iterdir()).write_bytes(b"")
    with pytest.raises(JobError, match="is not a picture"):
        gather(sources(tmp_path, "ada"))


def test_a_few_pictures_of_each_are_drawn_and_people_with_several_come_first():
    pictures = {f"single {k}": [Path(f"{k}.jpg")] for k in range(20)}
    pictures |= {f"several {k}": [Path(f"{k}-{n}.jpg") for n in range(10)] for k in range(5)}
    drawn = sample_pictures(pictures, 32, np.random.default_rng(0))
    assert [len(paths) for paths in drawn.values()] == [6] * 5 + [1, 1]
    assert all(name.startswith("several") for name in list(drawn)[:5])
    assert all(
        paths == sorted(set(paths)) and set(paths) <= set(pictures[name]) for name, paths in drawn.items()
    )


def test_the_seed_decides_who_is_drawn():
    pictures = {str(k): [Path(f"{k}-1.jpg"), Path(f"{k}-2.jpg")] for k in range(30)}
    one, again, other = (
        set(sample_pictures(pictures, 10, np.random.default_rng(seed))) for seed in (0, 0, 1)
    )
    assert one == again
    assert one != other
