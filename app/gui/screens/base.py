"""What every screen has in common."""

from typing import Any, Protocol

from kivy.uix.screenmanager import Screen

from app.gui.screens.worker import BackgroundWorker
from app.live.controller import AppController
from app.presenters.readiness import Readiness
from app.presenters.tone import Tone


class WindowHost(Protocol):
    """What a page may ask of the window around it."""

    def show_notice(self, sentence: str, tone: Tone = Tone.CALM) -> None:
        """Show a sentence for a while."""

    def show_error(self, sentence: str) -> None:
        """Show what went wrong."""

    def navigate(self, name: str) -> None:
        """Bring another page to the front."""

    def use_person(self, name: str) -> None:
        """From now on everything is about ``name``."""


class BaseScreen(Screen):
    """A screen of the window. Kivy calls everything here on its own thread."""

    def __init__(
        self, controller: AppController, worker: BackgroundWorker, host: WindowHost, **kwargs: Any
    ) -> None:
        self.controller = controller
        self.worker = worker
        self.host = host
        super().__init__(**kwargs)

    def activate(self) -> None:
        """The page is in front, and starts over: it came there, or the person or the model changed."""

    def deactivate(self) -> None:
        """The page goes to the back."""

    def shut_down(self) -> None:
        """The window closes."""

    def poll(self) -> None:
        """Called like ``refresh``, but always."""

    def refresh(self) -> None:
        """Called before every picture that the window draws, while the page is in front."""

    def readiness(self, failure: str | None = None) -> Readiness:
        """How things stand with camera and networks; ``failure``: what else went wrong on this page."""
        controller = self.controller
        return Readiness(controller.engine.state, controller.ready, controller.failure or failure)

    def handle_key(self, key: str) -> bool:
        """A key that no field wanted. Returns whether the page did something about it."""
        return False
