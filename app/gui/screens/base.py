"""The base class of all screens, and the window as they see it."""

import math
from typing import Any, ClassVar, Protocol

from kivy.factory import Factory
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.screenmanager import Screen
from kivy.uix.widget import Widget

from app.gui.navigation.shortcuts import Shortcut
from app.gui.screens.worker import BackgroundWorker
from app.gui.widgets.preview import Preview
from app.live.controller import AppController
from app.presenters.readiness import Readiness
from app.presenters.tone import Tone


class WindowHost(Protocol):
    """What the window does for its screens."""

    person: str
    has_people: bool

    def show_notice(self, message: str, tone: Tone = Tone.CALM) -> None:
        """Show a message for a few seconds."""

    def show_error(self, message: str) -> None:
        """Show an error message for a few seconds."""

    def navigate(self, name: str) -> None:
        """Show the screen ``name``."""

    def use_person(self, name: str) -> None:
        """Switch all screens to the person ``name``."""

    def open_camera(self, camera: str) -> None:
        """Open ``camera`` and save it in the settings."""

    def choose_camera(self) -> None:
        """Ask the user for a camera, and open it."""

    def unlock(self) -> None:
        """Ask for the passphrase of the data folder."""

    def change_setting(self, name: str, value: Any) -> None:
        """Save the setting, and apply it at once."""


class BaseScreen(Screen):
    """A screen of the window. All methods run on Kivy's thread.

    ``narrow``: too narrow for columns side by side at this size of text, so they are stacked. ``widest`` and
    ``highest``: of its content at the normal size of text, in density-independent pixels; on a larger display
    it is in the middle of the top, within margins of ``margin_x``, ``margin_y`` and ``margin_bottom`` pixels.
    ``status``: what the bottom line of the window says while it has no message, if there is room.
    ``instruction``: what the user has to do now; it stands there in any case. ``shortcuts``: the keys that
    the screen uses. ``parts``: what is built after the screen itself, by id: the id of its container, and its
    class.
    """

    narrow = BooleanProperty(False)
    widest, highest = NumericProperty(math.inf), NumericProperty(math.inf)
    margin_x, margin_y, margin_bottom = NumericProperty(0), NumericProperty(0), NumericProperty(0)
    status, instruction = StringProperty(""), StringProperty("")
    shortcuts: ClassVar[tuple[Shortcut, ...]] = ()
    parts: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(
        self, controller: AppController, worker: BackgroundWorker, host: WindowHost, **kwargs: Any
    ) -> None:
        self.controller = controller
        self.worker = worker
        self.host = host
        self._missing_parts = list(self.parts.items())
        super().__init__(**kwargs)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to build."""
        return not self._missing_parts

    def build_all_parts(self) -> None:
        """Before the screen is shown."""
        while self._missing_parts:
            self.build_part()

    def build_part(self) -> None:
        """Build the next part. Its widgets are known by their ids as if they were the screen's own."""
        name, (container, part_class) = self._missing_parts.pop(0)
        width = self.ids[container].width
        part = Factory.get(part_class)(screen=self, width=width)
        self.ids.update(part.ids)
        self.ids[name] = part.proxy_ref
        self.ids[container].add_widget(part)

    def activate(self) -> None:
        """Start over: the screen was opened, or the person or the model changed."""

    def deactivate(self) -> None:
        """The screen is no longer shown."""

    def on_leave(self, *args: object) -> None:
        """Another screen is shown: free the picture of the camera."""
        for widget in self.walk():
            if isinstance(widget, Preview):
                widget.show(None)

    def shut_down(self) -> None:
        """The window is closing."""

    def poll(self) -> None:
        """Called before every frame of the window, even while the screen is not shown."""

    def refresh(self) -> None:
        """Called before every frame of the window while the screen is shown."""

    def readiness(self, failure: str | None = None) -> Readiness:
        """The state of the camera and the networks. ``failure``: another error, on this screen."""
        controller = self.controller
        return Readiness(
            controller.engine.state,
            controller.ready,
            controller.failure or failure,
            locked=controller.vault.needs_passphrase,
        )


class ScreenPart(Widget):
    """A part of a screen, built after it."""

    screen: BaseScreen = ObjectProperty()
