"""The look and the keys of the real window; each test is a process of its own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.gui.navigation.shortcuts import WINDOW_SHORTCUTS
from app.storage.settings import change_settings
from app.translation.language import Language
from tests.app.gui.light_window import FULL, LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.test_application import enrol_eileen
from tests.app.gui.virtual_display import has_xvfb, virtual_display

pytestmark = pytest.mark.gui


@pytest.mark.skipif(not has_xvfb() or not shutil.which("jwm"), reason="needs Xvfb and the window manager jwm")
def test_the_keyboard_reaches_every_control_of_a_small_window_with_large_text(tmp_path: Path) -> None:
    change_settings(tmp_path / "settings.json", text_size=200, language=Language.ENGLISH)
    with (
        virtual_display("800x600") as environment,
        subprocess.Popen(["jwm"], env=environment, stderr=subprocess.DEVNULL) as window_manager,
    ):
        try:
            notes = play("use_the_keyboard_alone", tmp_path, {**environment, **LIGHT})
        finally:
            window_manager.terminate()

    assert {name: found for name, found in notes["visited"].items() if found != [[], []]} == {}
    assert notes["clipped elsewhere"] == []
    assert {("RADIO_BUTTON", "Deutsch"), ("BUTTON", "Keys and help"), ("HEADING", "Appearance")} <= set(
        map(tuple, notes["described"])
    )
    assert len(notes["keys"]) == len(WINDOW_SHORTCUTS)


@pytest.mark.skipif(not has_xvfb() or not shutil.which("jwm"), reason="needs Xvfb and the window manager jwm")
def test_every_dialog_fits_a_small_window_in_every_language(tmp_path: Path) -> None:
    change_settings(tmp_path / "settings.json", language=Language.ENGLISH)
    enrol_eileen(tmp_path)
    with (
        virtual_display("800x600") as environment,
        subprocess.Popen(["jwm"], env=environment, stderr=subprocess.DEVNULL) as window_manager,
    ):
        try:
            notes = play("look_at_dialogs", tmp_path, {**environment, **LIGHT})
        finally:
            window_manager.terminate()

    assert len(notes["faults"]) == 40
    assert {name: faults for name, faults in notes["faults"].items() if faults} == {}
    assert notes["help scrolls"]


def test_what_is_drawn_in_a_button_moves_with_it(tmp_path: Path, environment: dict[str, str]) -> None:
    assert play("resize_the_window", tmp_path, environment)["inside"] == [True] * 3


def test_a_narrow_window_names_its_screen_and_wastes_no_room(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("squeeze_the_frame", tmp_path, environment)

    for language in ("de", "en"):
        branded, compact, left, person = notes[f"bar {language}"]
        assert (branded, compact, left >= 0) == (True, False, True), (language, left, person)
    assert notes["around the name"] >= 0
    assert notes["100"] == ["Settings", 16, "F1 shows the keys.", "No person yet"]
    assert notes["200"] == ["Settings", 16, "", ""]
    assert notes["start"] == [True, True], "The button is in view while the page scrolls."
    above_icon, height = notes["below the top of the notice"]
    assert 0 < above_icon < height / 4, "The icon is beside the first line."


def test_every_scroll_bar_is_in_the_window_and_can_be_dragged(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    notes = play("drag_the_scroll_bars", tmp_path, environment)

    assert {name.split()[0] for name in notes["moved"]} >= {"settings", "train", "evaluate", "collect"}
    assert {name: share for name, share in notes["moved"].items() if share < 0.1} == {}
    assert notes["outside"] == []
    assert notes["offsets"] == [0], "Text is only sharp at whole pixels."


def test_where_collect_is_stacked_picture_button_and_question_are_seen(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    change_settings(tmp_path / "settings.json", text_size=200, language=Language.ENGLISH)
    enrol_eileen(tmp_path)

    notes = play("stack_the_collect_screen", tmp_path, environment | LIGHT)

    assert notes["narrow"] is True
    assert notes["seen together"] == [True, True]
    assert notes["in order"] is True
    assert notes["question seen"] == [True, True]


def test_no_line_breaks_in_a_word_or_after_a_figure(tmp_path: Path, environment: dict[str, str]) -> None:
    change_settings(tmp_path / "settings.json", text_size=200, language=Language.GERMAN)
    enrol_eileen(tmp_path)

    notes = play("read_every_screen", tmp_path, environment)

    assert notes["split"] == []
    assert (notes["parted"], notes["lines"] > 2) == ([], True)


WIDEST, UNEVEN = 1900, 40
"""Pixels: of a screen's content, and between its margins, one of which has the frame of a panel."""


@pytest.mark.skipif(not has_xvfb(), reason="needs Xvfb")
def test_on_a_large_display_the_content_is_in_the_middle_and_not_stretched(tmp_path: Path) -> None:
    with virtual_display("3840x2160") as environment:
        notes = play("fill_a_large_display", tmp_path, {**environment, **LIGHT, **FULL})

    assert notes["display"] == 3840
    assert len(notes["margins"]) == 8
    for screen, (left, right, width) in notes["margins"].items():
        assert width <= WIDEST, screen
        assert abs(left - right) <= UNEVEN, (screen, left, right)
    assert 0 <= notes["below the people"] <= 20
