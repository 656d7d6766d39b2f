"""Small programs stand for those of the desktop."""

import os
from pathlib import Path

import pytest

from app.system.notification import NotificationError, notify

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The programs are shell scripts.")
TEXTS = ("--urgency", 'Ann, "12:00"; touch hacked')


def install(folder: Path, name: str, script: str) -> Path:
    program, output = folder / name, folder / "output"
    program.write_text(f"#!/bin/sh\nexec >{output}\n{script}\n")
    program.chmod(0o755)
    return output


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose programs are the only ones."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "program", "script"),
    [
        ("linux", "notify-send", 'printf "%s|%s" "$3" "$4"'),
        ("darwin", "osascript", 'printf "%s|%s" "$3" "$4"'),
        ("win32", "powershell", 'printf "%s|%s" "$SAMEFACE_TITLE" "$SAMEFACE_TEXT"'),
    ],
)
def test_the_texts_are_never_options_or_script(
    programs: Path, platform: str, program: str, script: str
) -> None:
    output = install(programs, program, script)
    notify(*TEXTS, platform)
    assert output.read_text() == "|".join(TEXTS)


def test_a_missing_program_is_named(programs: Path) -> None:
    with pytest.raises(NotificationError, match="notify-send"):
        notify(*TEXTS, "linux")


def test_what_the_program_says_is_repeated(programs: Path) -> None:
    install(programs, "notify-send", "echo 'no notification daemon' >&2; exit 1")
    with pytest.raises(NotificationError, match="no notification daemon"):
        notify(*TEXTS, "linux")
