from pathlib import Path

import pytest

from model.storage.people_folder import CropKind, PersonNameError, folder_of, list_people


def test_people_are_the_folders_with_a_persons_name(tmp_path: Path) -> None:
    for name in ("bob", "ada", "Dr. O'Brien", ".bob.1.deleted", "a+b"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("")
    assert list_people(tmp_path) == ["Dr. O'Brien", "ada", "bob"]


def test_a_missing_people_folder_is_empty(tmp_path: Path) -> None:
    assert list_people(tmp_path / "gone") == []


@pytest.mark.parametrize("name", ["..", "", "ada/../bob", ".hidden"])
def test_no_name_leads_out_of_the_people_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(PersonNameError):
        folder_of(tmp_path, name)


def test_anchors_come_first() -> None:
    """Training counts the anchors at the beginning of a person's crops."""
    assert list(CropKind) == ["anchor", "positive", "negative"]
