"""A list in the window that grows at its end."""

from pathlib import Path

import pytest

from tests.app.gui.light_window import LIGHT
from tests.app.gui.scenario_runner import play


@pytest.mark.gui
def test_a_new_row_is_below_the_others_and_does_not_move_them(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("grow_a_list", tmp_path, environment | LIGHT)
    assert not notes["moved"]
    assert notes["height"] == 4 * 30 + 3 * 5
    assert all(notes["widths"])
    assert notes["tops"] == [0, 35, 70, 105]
