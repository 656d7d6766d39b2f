"""The Kivy application: styles, window, start and stop."""

from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder

from app.gui.accessibility.screen_reader import Connection, connect_screen_reader
from app.gui.appearance import apply_appearance
from app.gui.drawing.texture_kinds import draw_texture_kinds
from app.gui.label_memory import free_surfaces, watch_used_properties
from app.gui.main_window import MainWindow
from app.live.controller import AppController
from app.system.freed_memory import release_shader_compiler

MIN_SIZE = (640, 480)
"""Width and height in pixels. As a Kivy configuration, a window that does not fit the screen would crash:
Kivy would handle its resizing before OpenGL is ready."""
FOLDER = Path(__file__).parent
LAYOUTS = (
    "theme.kv",
    "widgets/*.kv",
    "lists/*.kv",
    "gallery/*.kv",
    "navigation/*.kv",
    "screens/*.kv",
    "main_window.kv",
)


class SamefaceApp(App):
    title = "Sameface"
    icon = str(FOLDER / "icon.png")

    def __init__(self, controller: AppController, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.controller = controller
        self._screen_reader: Connection | None = None

    def load_kv(self, filename: str | None = None) -> None:
        """Load the layouts of the window itself; each screen brings its own."""
        watch_used_properties()
        free_surfaces()
        for pattern in LAYOUTS:
            for path in sorted(FOLDER.glob(pattern)):
                Builder.load_file(str(path))

    def build(self) -> MainWindow:
        apply_appearance(self.controller.settings)
        Window.minimum_width, Window.minimum_height = MIN_SIZE
        return MainWindow(self.controller)

    def on_start(self) -> None:
        draw_texture_kinds(self.root.canvas.before)
        release_shader_compiler()
        Clock.schedule_once(lambda dt: self.root.start(), 0)
        self._screen_reader = connect_screen_reader(self.root)

    def on_stop(self) -> None:
        if self._screen_reader:
            self._screen_reader.close()
        self.root.close()
