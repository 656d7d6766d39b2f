"""Each kind of input becomes a protocol, or an error that says what to do."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, write_lfw, write_pictures
from tests.support.synthetic_protocols import image_embedder
from training.data.crop_cache import UnreadableImageError
from training.data.pairs import SAME
from training.data.samples import part_of
from training.evaluation.protocol import DatasetError, EvaluationProtocol
from training.evaluation.protocols import people_folder
from training.evaluation.protocols.lfw_view1 import lfw_view1_protocol
from training.evaluation.protocols.lfw_view2 import lfw_view2_protocol
from training.evaluation.protocols.pair_csv import pair_csv_protocol
from training.evaluation.protocols.people_folder import HALVES, people_folder_protocol
from training.jobs.progress import JobCancelled, JobError
from training.lfw.folder import LfwError

PEOPLE = [f"Person_{number}" for number in range(8)]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Eight people with three pictures each; the first has a dark one, where no face is found."""
    folder = tmp_path / "people"
    for number, name in enumerate(PEOPLE):
        pictures = pictures_of(number, 3, size=120)
        if not number:
            pictures[2] = 0
        write_pictures(folder / name, pictures, "{:02d}.jpg")
    return folder


@pytest.fixture
def lfw(tmp_path: Path) -> Path:
    """Forty people of the training part, six who are evaluated; pairs.txt holds two folds of the latter."""
    train, test = [f"Train_{number}" for number in range(40)], [f"Test_{number}" for number in range(6)]
    write_lfw(tmp_path / "lfw", train, test)
    rows = []
    for fold in (test[:3], test[3:]):
        rows += [f"{name}\t1\t2" for name in fold]
        rows += [f"{one}\t1\t{other}\t2" for one, other in zip(fold, fold[1:] + fold[:1], strict=True)]
    (tmp_path / "lfw" / "pairs.txt").write_text("\n".join(["2\t3", *rows]))
    return tmp_path / "lfw"


def write_list(
    folder: Path, rows: Sequence[Sequence[str]], columns: Sequence[str] = ("left", "right", "same")
) -> Path:
    file = folder / "pairs.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([columns, *rows])
    return file


def names_of(protocol: EvaluationProtocol) -> list[tuple[str, str, int]]:
    names, pairs = protocol.images.names, protocol.listed
    return [
        (names[left], names[right], int(same))
        for left, right, same in zip(pairs.left, pairs.right, pairs.same, strict=True)
    ]


def test_all_people_of_a_folder_are_evaluated(people: Path, tmp_path: Path) -> None:
    protocol = people_folder_protocol(people, False, image_embedder(tmp_path / "cache"))
    assert len(protocol.images) == 24
    assert protocol.images.faceless == ["Person_0/03.jpg"]
    assert np.isnan(protocol.images.embeddings[2]).all()
    assert protocol.people.tolist() == np.arange(8).repeat(3).tolist()
    assert protocol.selected is None
    for left, right, same in names_of(protocol):
        assert (left.split("/")[0] == right.split("/")[0]) == (same == SAME)
    assert not (tmp_path / "cache").exists()


def test_half_of_the_people_select_a_threshold_and_are_not_evaluated(people: Path, tmp_path: Path) -> None:
    protocol = people_folder_protocol(people, True, image_embedder(tmp_path))
    evaluated = {name.split("/")[0] for name in protocol.images.names}
    assert evaluated == {name for name in PEOPLE if part_of(name, HALVES) != 0}
    assert 0 <= protocol.selected.threshold <= 1
    assert f"of {8 - len(evaluated)} people, none of whom is evaluated" in protocol.selected.origin


def test_people_with_one_picture_are_noted_and_other_files_are_left_out(people: Path, tmp_path: Path) -> None:
    write_pictures(people / "Once", pictures_of(99, 1, size=120), "{}.jpg")
    (people / "Once" / "notes.txt").write_text("not a picture")
    (people / "Once" / ".hidden.jpg").write_text("not a picture")
    (people / "Empty").mkdir()
    protocol = people_folder_protocol(people, False, image_embedder(tmp_path))
    assert protocol.warnings == (
        "People with only one picture: 1 of 9. They are compared with other people only.",
    )


def test_too_many_pictures_are_limited_by_person(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_folder, "MAX_PICTURES", 10)
    protocol = people_folder_protocol(people, False, image_embedder(tmp_path))
    assert len(protocol.images) == 9
    assert protocol.warnings[0].startswith("Only 3 of 8 people were evaluated")


def test_view1_evaluates_official_pairs_at_a_threshold_of_other_people(lfw: Path, tmp_path: Path) -> None:
    protocol = lfw_view1_protocol(lfw, image_embedder(tmp_path / "cache"))
    evaluated = {name.split("/")[0] for name in protocol.images.names}
    assert evaluated == {f"Test_{number}" for number in range(6)}
    assert len(protocol.listed) == 12
    assert "dev-train people, none of whom is evaluated" in protocol.selected.origin
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_view2_has_folds_and_a_warning(lfw: Path, tmp_path: Path) -> None:
    protocol = lfw_view2_protocol(lfw, image_embedder(tmp_path))
    assert protocol.folds.tolist() == [0] * 6 + [1] * 6
    assert names_of(protocol)[0] == ("Test_0/Test_0_0001.jpg", "Test_0/Test_0_0002.jpg", SAME)
    assert protocol.warnings[0].startswith("People of View 2 are also in View 1")
    assert not protocol.has_all_pairs


def test_pairs_with_missing_pictures_are_noted(lfw: Path, tmp_path: Path) -> None:
    (lfw / "lfw_funneled" / "Test_0" / "Test_0_0001.jpg").unlink()
    protocol = lfw_view2_protocol(lfw, image_embedder(tmp_path))
    assert len(protocol.listed) == 10
    assert protocol.warnings[1] == "Left out, because pictures are missing: 2 of the 12 pairs."
    assert lfw_view1_protocol(lfw, image_embedder(tmp_path)).warnings == (
        "Left out, because pictures are missing: 2 of 12 official pairs.",
    )


def test_a_list_of_pairs_is_relative_to_its_own_folder(people: Path, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    rows = [("../people/Person_1/01.jpg", "../people/Person_1/02.jpg", "1")]
    rows += [("../people/Person_1/01.jpg", f"../people/Person_{number}/03.jpg", "no") for number in (0, 2)]
    protocol = pair_csv_protocol(write_list(tmp_path / "lists", rows), image_embedder(tmp_path))
    assert names_of(protocol) == [(left, right, int(same == "1")) for left, right, same in rows]
    assert protocol.images.faceless == ["../people/Person_0/03.jpg"]
    assert protocol.people is None


PAIR = ("Person_1/01.jpg", "Person_1/02.jpg", "1")
OTHER = ("Person_1/01.jpg", "Person_2/02.jpg", "0")
BAD_LISTS = {
    "a missing column": ([PAIR], ("left", "right", "verdict"), "has no column same"),
    "no picture": ([PAIR, ("Person_1/01.jpg", "no.jpg", "0")], None, "Line 3 .* there is no picture no.jpg"),
    "no verdict": ([(*PAIR[:2], "perhaps")], None, "Line 2 .* is not a pair"),
    "a picture against itself": ([(PAIR[0], PAIR[0], "1")], None, "Line 2 .* with itself"),
    "one kind alone": ([PAIR], None, "Received: 1 and 0"),
    "nothing": ([], None, "Received: 0 and 0"),
}


@pytest.mark.parametrize(("rows", "columns", "message"), BAD_LISTS.values(), ids=BAD_LISTS)
def test_an_invalid_list_is_a_dataset_error(
    people: Path, tmp_path: Path, rows: list[tuple[str, ...]], columns: tuple[str, ...] | None, message: str
) -> None:
    file = write_list(people, rows, columns or ("left", "right", "same"))
    with pytest.raises(DatasetError, match=message):
        pair_csv_protocol(file, image_embedder(tmp_path))


def test_a_file_of_another_kind_is_a_dataset_error(people: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="not a text file in UTF-8"):
        pair_csv_protocol(people / "Person_1" / "01.jpg", image_embedder(tmp_path))
    with pytest.raises(DatasetError, match="cannot be read"):
        pair_csv_protocol(people / "no.csv", image_embedder(tmp_path))


def test_an_unreadable_picture_is_named(people: Path, tmp_path: Path) -> None:
    (people / "Person_2" / "02.jpg").write_text("not a picture")
    with pytest.raises(UnreadableImageError, match=r"02\.jpg is not a picture"):
        people_folder_protocol(people, False, image_embedder(tmp_path))
    with pytest.raises(UnreadableImageError, match=r"02\.jpg is not a picture"):
        pair_csv_protocol(write_list(people, [PAIR, OTHER]), image_embedder(tmp_path))


def only_one_person(folder: Path) -> None:
    write_pictures(folder / "Ann", pictures_of(0, 3, size=120), "{}.jpg")


def one_picture_each(folder: Path) -> None:
    for number in range(3):
        write_pictures(folder / f"P{number}", pictures_of(number, 1, size=120), "{}.jpg")


def nothing(folder: Path) -> None:
    folder.mkdir()


@pytest.mark.parametrize("fill", [nothing, only_one_person, one_picture_each])
def test_a_folder_with_too_few_people_is_a_dataset_error(
    tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    fill(tmp_path / "few")
    for choose in (False, True):
        with pytest.raises(DatasetError, match="An evaluation needs two people"):
            people_folder_protocol(tmp_path / "few", choose, image_embedder(tmp_path))


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="There is no folder"):
        people_folder_protocol(tmp_path / "no", False, image_embedder(tmp_path))
    for take in (lfw_view1_protocol, lfw_view2_protocol):
        with pytest.raises(LfwError, match="There is no folder"):
            take(tmp_path / "no", image_embedder(tmp_path))


def test_pictures_without_any_face_are_an_error(tmp_path: Path) -> None:
    for number in range(2):
        write_pictures(tmp_path / "dark" / f"P{number}", np.zeros((2, 120, 120, 3), np.uint8), "{}.jpg")
    with pytest.raises(JobError, match="No face was found in 4 pictures"):
        people_folder_protocol(tmp_path / "dark", False, image_embedder(tmp_path))


def test_embedding_can_be_stopped(people: Path, tmp_path: Path) -> None:
    with pytest.raises(JobCancelled):
        people_folder_protocol(people, False, image_embedder(tmp_path, should_stop=lambda: True))


@pytest.mark.parametrize(
    "damage",
    ["", "2", "2\t4", "1\t6", "two\tthree"],
    ids=["empty", "one number", "too many", "one fold", "words"],
)
def test_a_damaged_pairs_txt_is_an_error(lfw: Path, tmp_path: Path, damage: str) -> None:
    file = lfw / "pairs.txt"
    rows = file.read_text().splitlines()[1:]
    file.write_text("\n".join([damage, *rows]) if damage else "")
    with pytest.raises(LfwError, match=r"pairs\.txt is damaged"):
        lfw_view2_protocol(lfw, image_embedder(tmp_path))
