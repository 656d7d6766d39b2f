from pathlib import Path

import pytest

from tests.support.synthetic_people import write_lfw
from training.lfw.folder import LfwError, LfwFolder

TRAIN, TEST = ["Ann_A", "Bob_B", "Cy_C"], ["Dee_D", "Eve_E"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_lfw(tmp_path / "lfw_home", TRAIN, TEST)
    return tmp_path


@pytest.mark.parametrize("given", ["", "lfw_home", "lfw_home/lfw_funneled"])
def test_any_of_the_folders_will_do(home: Path, given: str) -> None:
    lfw = LfwFolder(home / given)
    assert lfw.images == home / "lfw_home" / "lfw_funneled"
    assert lfw.people() == TRAIN + TEST
    assert [image.name for image in lfw.images_of("Ann_A")] == ["Ann_A_0001.jpg", "Ann_A_0002.jpg"]


def test_the_protocol_names_the_people_for_training_and_evaluation(home: Path) -> None:
    lfw = LfwFolder(home)
    assert lfw.dev_train_people() == TRAIN
    assert lfw.dev_test_people() == TEST


def test_people_without_pictures_are_left_out(home: Path) -> None:
    listed = home / "lfw_home" / "peopleDevTrain.txt"
    listed.write_text(listed.read_text() + "Gone_G\t3\n")
    assert LfwFolder(home).dev_train_people() == TRAIN


def test_without_the_people_files_the_test_people_are_those_of_the_test_pairs(home: Path) -> None:
    for name in ("peopleDevTrain.txt", "peopleDevTest.txt"):
        (home / "lfw_home" / name).unlink()
    lfw = LfwFolder(home)
    assert lfw.dev_test_people() == TEST
    assert lfw.dev_train_people() == TRAIN


def test_pairs_name_their_pictures(home: Path) -> None:
    same, *_, last = LfwFolder(home).dev_test_pairs()
    assert (same.left.name, same.right.name, same.same) == ("Dee_D_0001.jpg", "Dee_D_0002.jpg", True)
    assert (last.left.name, last.right.name, last.same) == ("Eve_E_0001.jpg", "Dee_D_0002.jpg", False)
    assert same.left.is_file()


def test_a_folder_without_pictures_is_refused_with_advice(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(LfwError, match="Name the folder"):
            LfwFolder(folder)


def test_missing_pairs_are_refused_with_advice(home: Path) -> None:
    (home / "lfw_home" / "pairsDevTest.txt").unlink()
    with pytest.raises(LfwError, match="Copy it there"):
        LfwFolder(home).dev_test_pairs()


def test_damaged_pairs_are_refused(home: Path) -> None:
    (home / "lfw_home" / "pairsDevTest.txt").write_text("1\nAnn_A 1\n")
    with pytest.raises(LfwError, match=r"damaged.*Ann_A"):
        LfwFolder(home).dev_test_pairs()
