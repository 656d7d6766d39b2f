"""Small programs stand for those of the desktop."""

import os
from pathlib import Path

import pytest

from app.system.file_dialog import CANCELLED, DialogKind, FileDialog, NoFileDialogError, ask_for_path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The programs are shell scripts.")


def install(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose programs are the only ones."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_zenity_asks(programs: Path) -> None:
    install(programs, "zenity", 'echo "$*" >&2; echo "/pictures/a b.jpg"')
    assert ask_for_path(FileDialog(DialogKind.FILE, "Open"), "linux") == "/pictures/a b.jpg"


def test_the_title_is_one_argument(programs: Path) -> None:
    install(programs, "zenity", 'printf "%s\\n" "$2"')
    dialog = FileDialog(DialogKind.FOLDER, 'A "title"; touch hacked')
    assert ask_for_path(dialog, "linux") == '--title=A "title"; touch hacked'


def test_a_file_to_save_has_a_suggested_name(programs: Path) -> None:
    install(programs, "zenity", 'printf "%s " "$3" "$4" "$5"')
    dialog = FileDialog(DialogKind.SAVE, "Save", "/home/ann", "history.csv")
    assert ask_for_path(dialog, "linux").split() == [
        "--filename=/home/ann/history.csv",
        "--save",
        "--confirm-overwrite",
    ]


def test_kdialog_asks_where_zenity_is_missing(programs: Path) -> None:
    install(programs, "kdialog", 'printf "%s %s" "$1" "$2"')
    dialog = FileDialog(DialogKind.FOLDER, "Open", "/home/ann")
    assert ask_for_path(dialog, "linux") == "--getexistingdirectory /home/ann"


def test_the_script_of_macos_gets_the_title_as_an_argument(programs: Path) -> None:
    install(programs, "osascript", 'printf "%s|%s" "$3" "$4"')
    assert ask_for_path(FileDialog(DialogKind.FILE, "Open", "/Users/ann"), "darwin") == "Open|/Users/ann"


def test_windows_gets_the_title_in_the_environment(programs: Path) -> None:
    install(programs, "powershell", 'printf "%s %s" "$SAMEFACE_KIND" "$SAMEFACE_TITLE"')
    assert ask_for_path(FileDialog(DialogKind.SAVE, "Save as"), "win32") == "save Save as"


def test_a_cancelled_dialog_gives_no_path(programs: Path) -> None:
    install(programs, "zenity", "exit 1")
    assert ask_for_path(FileDialog(DialogKind.FILE, "Open"), "linux") == CANCELLED


def test_without_a_program_or_when_it_fails_there_is_no_dialog(programs: Path) -> None:
    with pytest.raises(NoFileDialogError, match="zenity, kdialog"):
        ask_for_path(FileDialog(DialogKind.FILE, "Open"), "linux")
    install(programs, "zenity", "echo 'cannot open display' >&2; exit 5")
    with pytest.raises(NoFileDialogError, match="cannot open display"):
        ask_for_path(FileDialog(DialogKind.FILE, "Open"), "linux")
