import sys

import pytest

from app.doctor.display import check_display, to_finding
from app.doctor.finding import Status
from app.system.subprocess_probe import ProbeResult

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")

OUTCOMES = {
    "a window": (
        ProbeResult({"screen": True, "opengl": "4.5", "renderer": "llvmpipe"}),
        Status.OK,
        "The window opens: OpenGL 4.5, drawn by llvmpipe.",
    ),
    "no screen": (
        ProbeResult({"screen": False}),
        Status.WARNING,
        "There is no display, so the window cannot open.",
    ),
    "a driver that crashes": (
        ProbeResult(None, "It crashed (signal 11)."),
        Status.FAILED,
        "The window does not open. It crashed (signal 11).",
    ),
    "no Kivy": (
        ProbeResult(None, missing="kivy"),
        Status.FAILED,
        "The window does not open: kivy is missing.",
    ),
}


@pytest.mark.parametrize(("outcome", "status", "sentence"), OUTCOMES.values(), ids=OUTCOMES)
def test_the_finding_about_the_window(outcome: ProbeResult, status: Status, sentence: str) -> None:
    found = to_finding(outcome)
    assert (found.status, found.sentence) == (status, sentence)
    assert bool(found.next_step) is (status is not Status.OK)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux runs without a screen.")
def test_without_a_screen_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    assert check_display().status is Status.WARNING


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux runs without a screen.")
def test_a_screen_that_does_not_answer_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":9753")
    found = check_display()
    assert found.status is Status.FAILED
    assert "The display does not respond" in found.sentence


@pytest.mark.gui
def test_a_real_window_opens_unseen(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name in set(SCREENS).intersection(environment):
        monkeypatch.setenv(name, environment[name])
    found = check_display()
    assert found.status is Status.OK, found
    assert "OpenGL" in found.sentence
