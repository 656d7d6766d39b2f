import subprocess

import pytest

from app.system import colour_scheme
from app.system.colour_scheme import prefers_light

ANSWERS = {
    "GNOME, light": ("linux", "'prefer-light'\n", True),
    "GNOME, dark": ("linux", "'prefer-dark'\n", False),
    "GNOME, no preference": ("linux", "'default'\n", False),
    "macOS, dark": ("darwin", "Dark\n", False),
    "macOS, light": ("darwin", "", True),
}


@pytest.mark.parametrize(("platform", "output", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_the_desktop_asks_for(monkeypatch, platform, output, expected):
    monkeypatch.setattr(colour_scheme.sys, "platform", platform)
    monkeypatch.setattr(
        colour_scheme.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 0, output)
    )
    assert prefers_light() is expected


def test_a_desktop_without_the_program_is_dark(monkeypatch):
    monkeypatch.setattr(colour_scheme.sys, "platform", "linux")
    monkeypatch.setattr(colour_scheme, "LINUX", ("no-such-program-1209",))
    assert prefers_light() is False
