"""The real preview window, operated by keys; each test is a process of its own."""

import os
import subprocess
import sys

import pytest

from app.capture.preview import NoDisplayError
from app.gui.preview_window import PreviewWindow
from app.storage.paths import PROJECT

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")

BEGIN = """
from app.gui.preview_window import PreviewWindow
from tests.support.fakes import sharp_image
window = PreviewWindow('Sameface test')
"""


def output_of(script: str, environment: dict[str, str]) -> str:
    """What the script prints with a window. Fails if it writes to stderr."""
    command = [sys.executable, "-c", BEGIN + script]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.gui
def test_it_shows_images_reports_keys_and_closes(environment: dict[str, str]) -> None:
    script = """
from kivy.core.window import Window
print(repr(window.show(sharp_image(size=240), 0.2)))
for key, text in ((65, 'A'), (27, None)):
    Window.dispatch('on_key_down', key, 0, text, [])
sizes = (120, 100, 100)
print(*[repr(window.show(sharp_image(size=size), 0)) for size in sizes])
window.close()
"""
    assert output_of(script, environment) == "''\n'a' '\\x1b' ''\n"


@pytest.mark.gui
def test_the_picture_fills_the_window_upright(environment: dict[str, str]) -> None:
    script = """
import numpy as np
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
image = np.zeros((72, 110, 3), np.uint8)
image[:36] = 255, 0, 0
image[36:] = 0, 0, 255
Window.bind(on_flip=lambda window: drawn.append(glReadPixels(0, 0, *window.size, GL_RGB, GL_UNSIGNED_BYTE)))
drawn = []
window.show(image, 0.3)
pixels = np.frombuffer(drawn[-1], np.uint8).reshape(Window.height, Window.width, 3)
print(*pixels[-20, Window.width // 2], *pixels[20, Window.width // 2])
window.close()
"""
    assert output_of(script, environment) == "255 0 0 0 0 255\n"


@pytest.mark.gui
def test_it_reports_that_it_was_closed(environment: dict[str, str]) -> None:
    script = """
from kivy.base import EventLoop
EventLoop.quit = True  # what Kivy does when the system says that the window is to close
print(window.show(sharp_image(), 5))
window.close()
"""
    assert output_of(script, environment) == "None\n"


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux runs without a display.")
def test_without_a_display_it_says_how_to_collect(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NoDisplayError, match="--anchors"):
        PreviewWindow("Sameface test")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux runs without a display.")
def test_a_display_that_does_not_respond_is_reported() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in SCREENS}
    command = [sys.executable, "main.py", "collect", "--camera", "demo"]
    done = subprocess.run(
        command, cwd=PROJECT, env={**bare, "DISPLAY": ":9753"}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 3
    assert "--anchors" in done.stderr
