from pathlib import Path

import pytest

from tests.support.synthetic_people import write_lfw
from training.lfw.folder import LfwFolder
from training.lfw.search import LfwError, find_people_folder

KAGGLE = "lfw-deepfunneled/lfw-deepfunneled"
LAYOUTS = ("", "lfw", "lfw_funneled", "lfw-deepfunneled", "lfw_home/lfw_funneled", KAGGLE)


def write_picture(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lfw_is_found_however_it_was_packed(tmp_path: Path, layout: str) -> None:
    write_picture(tmp_path / layout / "Ann_A", "Ann_A_0001.jpg")
    assert find_people_folder(tmp_path) == tmp_path / layout


@pytest.mark.parametrize("place", ["", "lfw-deepfunneled", KAGGLE])
def test_protocol_files_may_lie_in_any_folder_on_the_way(tmp_path: Path, place: str) -> None:
    write_lfw(tmp_path, ["Ann_A"], ["Dee_D", "Eve_E"])
    inner = tmp_path / "lfw-deepfunneled" / "lfw-deepfunneled"
    inner.parent.mkdir()
    (tmp_path / "lfw_funneled").rename(inner)
    for file in tmp_path.glob("*.txt"):
        file.rename(tmp_path / place / file.name)
    assert LfwFolder(tmp_path).dev_test_people() == ["Dee_D", "Eve_E"]


def test_a_protocol_file_outside_of_the_named_folder_counts_beside_the_pictures_only(tmp_path: Path) -> None:
    write_lfw(tmp_path / "lfw_home", ["Ann_A"], ["Dee_D", "Eve_E"])
    assert LfwFolder(tmp_path / "lfw_home" / "lfw_funneled").dev_test_people() == ["Dee_D", "Eve_E"]
    for file in (tmp_path / "lfw_home").glob("*.txt"):
        file.rename(tmp_path / file.name)
    with pytest.raises(LfwError, match="nor beside it"):
        LfwFolder(tmp_path / "lfw_home" / "lfw_funneled").dev_test_people()


def test_pictures_that_are_not_sorted_by_person_are_refused(tmp_path: Path) -> None:
    write_picture(tmp_path / "lfw_funneled" / "negative", "Grace_Hopper_0001.jpg")
    with pytest.raises(LfwError, match=r"not sorted by person.*Name the folder"):
        find_people_folder(tmp_path)


def test_one_folder_of_pictures_is_refused(tmp_path: Path) -> None:
    write_picture(tmp_path, "Grace_Hopper_0001.jpg")
    with pytest.raises(LfwError, match="not sorted by person"):
        find_people_folder(tmp_path)


def test_missing_folders_empty_ones_and_archives_have_different_messages(tmp_path: Path) -> None:
    (tmp_path / "lfw.tgz").touch()
    (tmp_path / "empty").mkdir()
    for name, words in {"gone": "no folder", "lfw.tgz": "unpack it", "empty": "no LFW pictures"}.items():
        with pytest.raises(LfwError, match=f"{words}.*Name the folder.*--download"):
            find_people_folder(tmp_path / name)
