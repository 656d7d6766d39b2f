"""The preview window of ``collect``: it shows images and reports key presses."""

import os
import sys
import time
from collections import deque
from typing import Any

from app.capture.preview import NoDisplayError
from app.gui.drawing.geometry import Area, fit_inside
from app.gui.launch import has_display, prepare_kivy
from model.installation.commands import typed
from model.vision.frame import RgbImage

NO_DISPLAY = (
    "There is no display for the preview window. To collect without one, say how many crops to capture: "
    + typed("collect --anchors 30 --positives 30")
)


class PreviewWindow:
    """A ``Screen`` without a Kivy application. Each call runs the event loop of the process's only window."""

    def __init__(self, title: str) -> None:
        """Raises NoDisplayError."""
        if not has_display(os.environ, sys.platform):
            raise NoDisplayError(NO_DISPLAY)
        prepare_kivy(os.environ, sys.platform)
        from kivy.base import EventLoop, runTouchApp
        from kivy.core.window import Window
        from kivy.uix.widget import Widget

        from app.gui.drawing.texture import ImageTexture

        if Window is None:
            raise NoDisplayError(NO_DISPLAY)
        self._loop, self._window = EventLoop, Window
        self._keys: deque[str] = deque()
        canvas = Widget()
        with canvas.canvas:
            self._texture = ImageTexture()
        Window.set_title(title)
        Window.bind(on_key_down=self._on_key_down)
        runTouchApp(canvas, embedded=True)

    def show(self, image: RgbImage, wait_s: float) -> str | None:
        """Wait up to ``wait_s`` for a key. Returns it, "" without one, and None if the window was closed."""
        deadline = time.monotonic() + wait_s
        self._texture.show(image)
        while True:
            self._texture.place(fit_inside((image.shape[1], image.shape[0]), Area(0, 0, *self._window.size)))
            self._loop.idle()
            self._window.mainloop()
            if self._loop.quit:
                return None
            if self._keys or time.monotonic() >= deadline:
                return self._keys.popleft() if self._keys else ""

    def close(self) -> None:
        self._loop.exit()

    def _on_key_down(
        self, window: Any, key: int, scancode: int, text: str | None, modifiers: list[str]
    ) -> bool:
        self._keys.append((text or (chr(key) if key < sys.maxunicode else "")).lower())
        return True
