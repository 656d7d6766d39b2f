"""References and people in the real window; each test is a process of its own."""

from pathlib import Path

import pytest

from tests.app.gui.light_window import LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.test_application import enrol_eileen

pytestmark = pytest.mark.gui


def test_pictures_are_removed_and_restored_by_keys(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)

    notes = play("remove_and_undo_by_keys", tmp_path, environment | LIGHT)

    assert notes["without_a_selection"] is False
    assert (notes["focused"], notes["focused_then"]) == (1, 1)
    assert notes["after_removals"] == 6
    assert notes["words"] == ""
    assert notes["nothing_left"] is False


def test_the_help_sheet_lists_exactly_the_keys_that_work(tmp_path: Path, environment: dict[str, str]) -> None:
    notes = play("list_keys", tmp_path, environment | LIGHT)

    assert (notes["unlisted"], notes["without_effect"], notes["of_both"]) == ([], [], [])
