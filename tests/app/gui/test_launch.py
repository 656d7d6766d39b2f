import pytest

from app.gui.launch import has_display

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
