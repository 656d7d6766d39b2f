"""The Kivy application: styles, window, start and stop."""

from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder

from app.gui.drawing import colours
from app.gui.main_window import MainWindow
from app.live.controller import AppController

FOLDER = Path(__file__).parent
KV_PATTERNS = ("theme.kv", "widgets/*.kv", "main_window.kv", "screens/*.kv")


class SamefaceApp(App):
    title = "Sameface"
    icon = str(FOLDER / "icon.png")

    def __init__(self, controller: AppController, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.controller = controller

    def load_kv(self, filename: str | None = None) -> None:
        """Load every .kv file; Kivy itself only looks for one named after the application."""
        for pattern in KV_PATTERNS:
            for path in sorted(FOLDER.glob(pattern)):
                Builder.load_file(str(path))

    def build(self) -> MainWindow:
        Window.clearcolor = colours.BACKGROUND
        return MainWindow(self.controller)

    def on_start(self) -> None:
        Clock.schedule_once(lambda dt: self.root.start(), 0)

    def on_stop(self) -> None:
        self.root.close()
