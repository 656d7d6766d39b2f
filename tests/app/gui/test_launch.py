import subprocess
import sys

import pytest

from app.gui.launch import has_display
from app.storage.paths import PROJECT

DISPLAYS = {
    "a Linux desktop": ({"DISPLAY": ":0"}, "linux", True),
    "Wayland": ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
    "a driver from the environment": ({"SDL_VIDEODRIVER": "kmsdrm"}, "linux", True),
    "a Linux server": ({}, "linux", False),
    "an empty name": ({"DISPLAY": ""}, "linux", False),
    "macOS names none": ({}, "darwin", True),
    "Windows names none": ({}, "win32", True),
}


@pytest.mark.parametrize(("environment", "platform", "expected"), DISPLAYS.values(), ids=DISPLAYS.keys())
def test_whether_there_is_a_display(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert has_display(environment, platform) is expected


@pytest.mark.slow
def test_kivy_starts_without_a_library_for_coroutines() -> None:
    """Each takes megabytes."""
    code = (
        "import os, sys; from app.gui.launch import prepare_kivy; prepare_kivy(os.environ, sys.platform);"
        "from kivy.clock import Clock; Clock.tick(); print({'asyncio', 'ssl', 'trio'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
