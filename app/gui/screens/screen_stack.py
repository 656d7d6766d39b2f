"""The screens of the window. Each is built when it is first shown; the others follow one by one."""

from collections.abc import Callable
from functools import partial

from kivy.clock import Clock
from kivy.uix.screenmanager import NoTransition, ScreenManager
from kivy.uix.widget import Widget

from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.screens.base import BaseScreen
from app.gui.screens.screen_loader import SCREENS, import_clipboard, import_screen, load_screen
from app.gui.screens.worker import BackgroundWorker

PERIOD_S = 0.05
"""Between two steps, so that the window draws a few frames in between."""


class ScreenStack:
    """``create``: makes a screen of the class and the name that it gets."""

    def __init__(
        self,
        manager: ScreenManager,
        create: Callable[[type[BaseScreen], str], BaseScreen],
        worker: BackgroundWorker,
    ) -> None:
        manager.transition = NoTransition()
        self._manager = manager
        self._create = create
        self._worker = worker
        self._loaded: set[str] = set()
        self._texts = GradualBuilder()
        self._then: Callable[[], object] = lambda: None
        self._next = Clock.create_trigger(lambda dt: self._load_next(), PERIOD_S)

    @property
    def names(self) -> list[str]:
        """Of all screens, built or not."""
        return list(SCREENS)

    @property
    def current(self) -> BaseScreen:
        screen: BaseScreen = self._manager.current_screen
        return screen

    @property
    def built(self) -> list[BaseScreen]:
        return list(self._manager.screens)

    def show(self, name: str) -> None:
        self._build(name)
        self._manager.get_screen(name).build_all_parts()
        self._manager.current = name

    def build_others(self, then: Callable[[], object]) -> None:
        """Build the screens that are missing, a moment apart. ``then`` is called after the last one."""
        self._then = then
        self._worker.run(import_clipboard, lambda imported: self._next())

    def close(self) -> None:
        self._next.cancel()
        self._texts.cancel()
        for screen in self.built:
            screen.shut_down()

    def _load_next(self) -> None:
        """One step of the next screen: each step is left to a frame of its own."""
        name = next((name for name in SCREENS if not self._is_complete(name)), None)
        if name is None:
            self._texts.add(partial(_render, widget) for screen in self.built for widget in screen.walk())
            self._then()
        elif self._manager.has_screen(name):
            self._manager.get_screen(name).build_part()
            self._next()
        elif name in self._loaded:
            self._build(name)
            self._next()
        else:
            self._worker.run(lambda: import_screen(name), lambda done: self._load(name))

    def _is_complete(self, name: str) -> bool:
        return bool(self._manager.has_screen(name) and self._manager.get_screen(name).complete)

    def _load(self, name: str) -> None:
        load_screen(name)
        self._loaded.add(name)
        self._next()

    def _build(self, name: str) -> None:
        """With its final size, so that its texts are rendered once."""
        if not self._manager.has_screen(name):
            screen = self._create(load_screen(name), name)
            screen.size = self._manager.size
            self._manager.add_widget(screen)


def _render(widget: Widget) -> None:
    """Kivy renders a text when it first draws it: those of a whole screen in one frame."""
    texture = getattr(widget, "texture", None)
    if texture is not None:
        texture.bind()
