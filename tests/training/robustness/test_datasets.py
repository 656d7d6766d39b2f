from pathlib import Path

import pytest

from tests.support.synthetic_people import write_lfw
from tests.training.robustness.synthetic_benchmark import TEST, TRAIN, synthetic_lfw
from training.data.samples import part_of
from training.lfw.crops import CALIBRATE, SHARES, label_by_person, view1_test_pairs
from training.lfw.folder import LfwFolder
from training.robustness.datasets import load_datasets


def people_of(images: tuple[str, ...]) -> list[str]:
    return sorted({name.split("/")[0] for name in images})


@pytest.mark.slow
def test_evaluation_people_never_train_and_calibration_people_choose_thresholds(tmp_path: Path) -> None:
    datasets = load_datasets(synthetic_lfw(tmp_path))
    assert people_of(datasets.evaluation.images) == TEST
    calibration = [person for person in TRAIN if part_of(person, SHARES) == CALIBRATE]
    assert people_of(datasets.calibration.images) == calibration != []
    assert len(datasets.evaluation.images) == 2 * len(TEST)


@pytest.mark.slow
def test_a_limited_number_of_people_is_always_the_same_selection(tmp_path: Path) -> None:
    lfw = synthetic_lfw(tmp_path)
    few, more = (load_datasets(lfw, max_people).evaluation.images for max_people in (3, 5))
    assert (len(few), len(people_of(few)), len(people_of(more))) == (6, 3, 5)
    assert set(few) < set(more)


def test_official_pairs_refer_to_their_images_and_incomplete_ones_are_excluded(tmp_path: Path) -> None:
    write_lfw(tmp_path, ["Ann"], ["Dee", "Eve", "Flo"])
    lfw = LfwFolder(tmp_path)
    datasets = load_datasets(lfw)
    present = [name for name in datasets.evaluation.images if name != "Flo/Flo_0002.jpg"]
    pairs, left_out = view1_test_pairs(lfw, present)
    rows = list(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), strict=True))
    assert rows == [(0, 1, 1), (2, 3, 1), (0, 3, 0), (4, 1, 0)]
    assert left_out == 2


@pytest.mark.parametrize("images", [[], ["Dee/Dee_0001.jpg"]], ids=["none", "one"])
def test_a_pair_needs_both_images(tmp_path: Path, images: list[str]) -> None:
    write_lfw(tmp_path, ["Ann"], ["Dee", "Eve"])
    pairs, left_out = view1_test_pairs(LfwFolder(tmp_path), images)
    assert (len(pairs), left_out) == (0, 4)


def test_people_are_labelled_by_folder() -> None:
    names, people = label_by_person(["B/B_0001.jpg", "A/A_0001.jpg", "B/B_0002.jpg"])
    assert names == ("A", "B")
    assert people.tolist() == [1, 0, 1]
