import shutil

import numpy as np
import pytest
from PIL import Image

from app.cli import main
from app.references.reference_store import FOLDER, ReferenceStore
from app.references.templates import SUFFIX
from app.storage.crop_store import CropKind, CropStore
from app.system.exit_codes import Exit
from model.vision.alignment import align
from model.vision.mtcnn import MtcnnFinder
from tests.support.fakes import tree
from tests.support.portraits import COLLINS, HOPPER


@pytest.fixture
def enrol(tmp_path, capsys):
    def run(*arguments: object) -> tuple[int, str]:
        code = main(["enrol", "--person", "ada", "--data", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def photographs(tmp_path):
    folder = tmp_path / "photographs"
    folder.mkdir()
    for portrait in (COLLINS, HOPPER):
        shutil.copy(portrait.path, folder)
    return folder


def test_photographs_become_references(enrol, photographs, tmp_path):
    code, said = enrol("--images", photographs)
    assert code == Exit.DONE
    assert "2 references enrolled for ada, 2 in all" in said
    assert "Only embeddings of the face are stored, not its pictures." in said
    assert suffixes(tmp_path) == [SUFFIX, SUFFIX]
    assert "already a reference" in enrol("--images", photographs)[1]


def test_pictures_are_kept_if_the_user_wants_them(enrol, photographs, tmp_path):
    code, said = enrol("--images", photographs, "--keep-pictures")
    assert code == Exit.DONE
    assert "Only embeddings" not in said
    crops = ReferenceStore(tmp_path / "data" / "people").load("ada", "this").crops
    assert [crop.shape for crop in crops] == [(100, 100, 3)] * 2


def test_pictures_that_were_kept_stay_until_they_are_forgotten(enrol, photographs, tmp_path):
    (photographs / HOPPER.path.name).rename(tmp_path / HOPPER.path.name)
    enrol("--images", photographs, "--keep-pictures")
    shutil.copy(tmp_path / HOPPER.path.name, photographs)
    enrol("--images", photographs)
    assert suffixes(tmp_path) == [".jpg", SUFFIX]
    code, said = enrol("--forget-pictures")
    assert (code, suffixes(tmp_path)) == (Exit.DONE, [SUFFIX, SUFFIX])
    assert "The pictures of ada's references are deleted, and 2 embeddings kept." in said
    assert enrol("--images", photographs)[1].count("It is already a reference.") == 2


def test_without_references_there_are_no_pictures_to_forget(enrol):
    assert enrol("--forget-pictures") == (Exit.COULD_NOT, "ada has no references.\n")


def suffixes(tmp_path):
    folder = tmp_path / "data" / "people" / "ada" / FOLDER
    return sorted(path.suffix for path in folder.iterdir())


def test_a_picture_without_a_face_is_reported_and_the_others_are_enrolled(enrol, photographs):
    (photographs / "blank.png").write_bytes((photographs / COLLINS.path.name).read_bytes()[:5000])
    code, said = enrol("--images", photographs)
    assert code == Exit.DONE
    assert "blank.png" in said
    assert "2 references enrolled" in said


def test_anchors_become_references_and_replace_old_ones_only_when_asked(enrol, photographs, tmp_path):
    enrol("--images", photographs)
    image = COLLINS.read()
    crop = align(image, MtcnnFinder().find(image)[0].landmarks)
    CropStore(tmp_path / "data" / "people").save("ada", CropKind.ANCHOR, np.ascontiguousarray(crop[:, ::-1]))
    assert "1 reference enrolled for ada, 3 in all" in enrol()[1]
    assert "1 reference enrolled for ada, 1 in all" in enrol("--replace")[1]


def test_without_new_references_the_old_ones_are_not_replaced(enrol, photographs, tmp_path):
    enrol("--images", photographs)
    before = tree(tmp_path / "data" / "people")
    empty = tmp_path / "empty"
    empty.mkdir()
    for arguments in (["--replace"], ["--replace", "--images", empty]):
        assert enrol(*arguments)[0] == Exit.COULD_NOT
    assert enrol("--replace", "--images", tmp_path / "missing")[0] == Exit.USAGE
    assert tree(tmp_path / "data" / "people") == before


def test_a_person_without_anchors_is_an_error_with_advice(enrol):
    code, said = enrol()
    assert code == Exit.COULD_NOT
    assert "python main.py collect --anchors" in said


def test_an_enrolled_picture_is_reported_and_not_enrolled_again(enrol, photographs):
    enrol("--images", photographs)
    code, said = enrol("--images", photographs)
    assert code == Exit.DONE
    assert "0 references enrolled for ada, 2 in all. Left out: 2, listed above." in said
    assert said.count("It is already a reference.") == 2


def test_where_nothing_can_be_enrolled_every_file_is_named(enrol, tmp_path):
    folder = tmp_path / "useless"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg", "notes.txt"):
        (folder / name).write_text("no picture")
    code, said = enrol("--images", folder)
    assert code == Exit.COULD_NOT
    assert "None of the 2 pictures" in said
    assert all(f"{folder / name}: It" in said for name in ("a.jpg", "b.jpg"))
    assert f"{folder / 'notes.txt'}: It is not" in said


def test_a_photograph_copied_into_the_references_is_not_enrolled_again(enrol, photographs, tmp_path):
    by_hand = tmp_path / "data" / "people" / "ada" / FOLDER
    by_hand.mkdir(parents=True)
    shutil.copy(COLLINS.path, by_hand / "mine.png")
    code, said = enrol("--images", photographs)
    assert code == Exit.DONE
    assert f"{COLLINS.path.name}: It is already a reference." in said


@pytest.mark.slow
def test_a_photograph_with_several_faces_needs_an_option(enrol, tmp_path):
    folder = tmp_path / "group"
    folder.mkdir()
    pictures = [portrait.read() for portrait in (COLLINS, HOPPER)]
    height = min(len(picture) for picture in pictures)
    beside = np.hstack([picture[:height] for picture in pictures])
    Image.fromarray(beside).save(folder / "group.png")
    code, said = enrol("--images", folder)
    assert code == Exit.COULD_NOT
    assert "group.png cannot be used as a reference. It shows 2 faces." in said
    assert "--largest" in said
    code, said = enrol("--images", folder, "--largest")
    assert code == Exit.DONE
    assert "group.png: It shows 2 faces: the largest was used." in said
    assert "1 reference enrolled for ada" in said.replace("1 references", "1 reference")
