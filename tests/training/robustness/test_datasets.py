from pathlib import Path

import pytest

from tests.support.synthetic_people import write_lfw
from tests.training.robustness.synthetic_benchmark import TEST, TRAIN, made_up_lfw
from training.data.samples import part_of
from training.lfw.crops import CALIBRATE, SHARES, label_by_person, view1_test_pairs
from training.lfw.folder import LfwFolder
from training.robustness.datasets import judges_of


def people_of(pictures: tuple[str, ...]) -> list[str]:
    return sorted({name.split("/")[0] for name in pictures})


def test_those_judge_who_never_train_and_those_choose_who_choose_thresholds(tmp_path: Path) -> None:
    judges = judges_of(made_up_lfw(tmp_path))
    assert people_of(judges.judging.pictures) == TEST
    assert people_of(judges.choosing.pictures) == [p for p in TRAIN if part_of(p, SHARES) == CALIBRATE] != []
    assert len(judges.judging.pictures) == 2 * len(TEST)


def test_some_people_are_always_the_same_with_all_their_pictures(tmp_path: Path) -> None:
    lfw = made_up_lfw(tmp_path)
    few, more = (judges_of(lfw, most).judging.pictures for most in (3, 5))
    assert (len(few), len(people_of(few)), len(people_of(more))) == (6, 3, 5)
    assert set(few) < set(more)


def test_listed_pairs_point_at_their_pictures_and_others_are_left_out(tmp_path: Path) -> None:
    write_lfw(tmp_path, ["Ann"], ["Dee", "Eve", "Flo"])
    lfw = LfwFolder(tmp_path)
    judges = judges_of(lfw)
    present = [name for name in judges.judging.pictures if name != "Flo/Flo_0002.jpg"]
    pairs, left_out = view1_test_pairs(lfw, present)
    rows = list(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), strict=True))
    assert rows == [(0, 1, 1), (2, 3, 1), (0, 3, 0), (4, 1, 0)]
    assert left_out == 2


@pytest.mark.parametrize("pictures", [[], ["Dee/Dee_0001.jpg"]], ids=["none", "one"])
def test_without_both_pictures_there_is_no_pair(tmp_path: Path, pictures: list[str]) -> None:
    write_lfw(tmp_path, ["Ann"], ["Dee", "Eve"])
    pairs, left_out = view1_test_pairs(LfwFolder(tmp_path), pictures)
    assert (len(pairs), left_out) == (0, 4)


def test_owners_are_the_folders() -> None:
    names, people = label_by_person(["B/B_0001.jpg", "A/A_0001.jpg", "B/B_0002.jpg"])
    assert names == ("A", "B")
    assert people.tolist() == [1, 0, 1]
