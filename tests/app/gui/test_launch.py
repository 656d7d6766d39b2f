import pytest

from app.gui.launch import has_display

SCREENS = {
    "a Linux desktop": ({"DISPLAY": ":0"}, "linux", True),
    "Wayland": ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
    "a driver chosen by hand": ({"SDL_VIDEODRIVER": "kmsdrm"}, "linux", True),
    "a Linux server": ({}, "linux", False),
    "an empty name": ({"DISPLAY": ""}, "linux", False),
    "macOS names none": ({}, "darwin", True),
    "Windows names none": ({}, "win32", True),
}


@pytest.mark.parametrize(("environment", "platform", "expected"), SCREENS.values(), ids=SCREENS.keys())
def test_where_there_is_a_screen(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert has_display(environment, platform) is expected
