from pathlib import Path

import pytest

from app.benchmark.window_startup import AWAITED, window_times
from app.camera.demo.portraits import FOLDER
from app.cli import main

pytestmark = pytest.mark.gui


def test_a_real_window_is_timed(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["enrol", "--images", str(FOLDER), "--data", str(tmp_path)]) == 0
    shown, judged = window_times(tmp_path, 1, 60.0).values()
    assert shown is not None
    assert judged is not None
    assert 0 < shown.median_ms <= judged.median_ms


def test_a_window_that_never_shows_anything_is_not_timed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("SDL_VIDEODRIVER", "none")
    assert window_times(tmp_path, 1, 60.0) == dict.fromkeys(AWAITED)
