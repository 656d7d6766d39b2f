"""References and people in the real window; each test is a process of its own."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.storage.settings import change_settings
from app.translation.language import Language
from tests.app.gui.light_window import LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.test_application import enrol_eileen, write_portrait

pytestmark = pytest.mark.gui

SAID = {
    "both.jpg": "It shows 2 faces.",
    "eileen again.jpg": "1 reference enrolled for me.",
    "eileen.jpg": "It is already a reference.",
    "empty.png": "No face was found in it.",
    "grace.jpg": "1 reference enrolled for me.",
    "large.jpg": "It is not a picture, or is damaged.",
    "letter.txt": "It is not a supported image file.",
    "dropped": "both.jpg: It shows 2 faces: the one in the other photographs was used. 6 left out.",
    "gone.jpg": "It is not a regular file.",
}
"""What the window says of each file, of the whole folder after them, and of one that is gone."""


def test_pictures_are_removed_and_restored_by_keys(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)

    notes = play("remove_and_undo_by_keys", tmp_path, environment | LIGHT)

    assert len(notes["lines"]) == 3
    assert all(has_text == is_drawn for has_text, is_drawn in notes["lines"])
    assert notes["without_a_selection"] is False
    assert (notes["focused"], notes["focused_then"]) == (1, 1)
    assert notes["after_removals"] == 6
    assert notes["words"] == ""
    assert notes["nothing_left"] is False


def test_the_details_of_a_picture_and_a_new_warning_come_into_view(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    change_settings(tmp_path / "settings.json", text_size=150, language=Language.ENGLISH)
    enrol_eileen(tmp_path)

    notes = play("select_and_be_warned", tmp_path, environment | LIGHT)

    assert notes["stacked"] is True
    assert notes["edges"][0] == pytest.approx(3)
    assert notes["edges"][1] == pytest.approx(3, abs=8)
    assert notes["seen"] == [True, True]
    assert (notes["warned"], notes["warned again"]) == (True, False)


def test_files_are_added_by_drag_and_drop(tmp_path: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "dropped"
    for scene in ("eileen", "grace"):
        write_portrait(folder / f"{scene}.jpg", scene)
    both = np.hstack([cv2.imread(str(folder / f"{scene}.jpg")) for scene in ("eileen", "grace")])
    cv2.imwrite(str(folder / "both.jpg"), both)
    cv2.imwrite(str(folder / "empty.png"), np.full((300, 300, 3), 128, np.uint8))
    shutil.copy(folder / "eileen.jpg", folder / "eileen again.jpg")
    (folder / "letter.txt").write_text("dear ada")
    with (folder / "large.jpg").open("wb") as large:
        large.truncate(100_000_000)

    notes = play("drop_files", tmp_path, environment | LIGHT)

    assert {before for before, _ in notes["said"].values()} == {"Looking for faces in the pictures …"}
    assert notes["asked"] == {
        "grace.jpg": [
            "Does this photograph show me?",
            "The face in it does not look like me. If you add it, this person will be verified as me.",
        ]
    }
    assert notes["added before the answer"] == 0
    missing = [name for name, words in SAID.items() if words not in notes["said"][name][1]]
    assert missing == [], notes["said"]


def test_an_archive_is_imported_by_drag_and_drop(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)

    notes = play("drop_an_archive", tmp_path, environment | LIGHT)

    assert notes["question"][0] == "me already exists"
    assert notes["imported"] == "3 pictures of me imported."
    assert notes["problem"].startswith("Windows reserves this name for a device.")
    assert notes["people"] == ["me"]
    assert notes["restored"] == ["Zoë", "me"]


def test_the_help_sheet_lists_exactly_the_keys_that_work(tmp_path: Path, environment: dict[str, str]) -> None:
    notes = play("list_keys", tmp_path, environment | LIGHT)

    assert (notes["unlisted"], notes["without_effect"], notes["of_both"]) == ([], [], [])
