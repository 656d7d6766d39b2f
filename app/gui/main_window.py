"""The frame round the pages: navigation, camera, banner, notices, keys."""

from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.screenmanager import NoTransition
from kivy.uix.textinput import TextInput

from app.gui.screens.base import Page
from app.gui.screens.collect import CollectPage
from app.gui.screens.people import PeoplePage
from app.gui.screens.train import TrainPage
from app.gui.screens.verify import VerifyPage
from app.gui.screens.worker import Bridge
from app.gui.widgets.camera_chooser import CameraChooser
from app.gui.widgets.hover import open_dialog
from app.live.controller import Context
from app.live.startup_log import FIRST_DECISION, FIRST_PICTURE, Firsts
from app.live.throttle import UNSEEN_PERIOD_S
from app.presenters.camera import present_camera
from app.presenters.tone import Tone
from app.system.malloc_trim import give_back
from app.system.url_redaction import redact_camera

NOTICE_S = 6.0
TIDY_EVERY_S = 2.0
HOME = "verify"
PAGES = {"verify": VerifyPage, "collect": CollectPage, "people": PeoplePage, "train": TrainPage}
TURNS = dict(zip("1234", PAGES, strict=True))


class MainWindow(FloatLayout):
    """Implements ``Shell`` for its pages. Two workers: one may wait for a camera while the other works."""

    camera = StringProperty("")
    camera_tone = StringProperty(Tone.CALM)
    banner = StringProperty("")
    again = StringProperty("Try again")
    person = StringProperty("")
    notice = StringProperty("")
    notice_tone = StringProperty(Tone.CALM)

    def __init__(self, context: Context, **kwargs: Any) -> None:
        self.context = context
        self._work = Bridge("work")
        self._camera_work = Bridge("camera")
        self._hide_notice = Clock.create_trigger(lambda dt: self.tell(""), NOTICE_S)
        super().__init__(person=context.settings.person, **kwargs)
        self.ids.pages.transition = NoTransition()
        for name, make in PAGES.items():
            self.ids.pages.add_widget(make(context, self._work, self, name=name))
        self._firsts = Firsts(
            {
                FIRST_PICTURE: lambda: self.ids.pages.get_screen(HOME).ids.preview.shown is not None,
                FIRST_DECISION: lambda: context.engine.reports.peek() is not None,
            }
        )
        self._tick = Clock.schedule_interval(lambda dt: self.refresh(), 0)
        self._tidying = Clock.schedule_interval(lambda dt: give_back(), TIDY_EVERY_S)
        Window.bind(on_key_down=self._on_key_down)
        for event in ("on_minimize", "on_hide"):
            Window.bind(**{event: lambda window: self.be_seen(False)})
        for event in ("on_restore", "on_show", "on_maximize"):
            Window.bind(**{event: lambda window: self.be_seen(True)})

    @property
    def page(self) -> Page:
        return self.ids.pages.current_screen

    def start(self) -> None:
        """The window is there: bring in the camera and the networks behind it."""
        self.open_camera(self.context.settings.camera)
        self._work.run(self.context.load, lambda loaded: self._reopen_page())

    def close(self) -> None:
        """End every thread."""
        self._tick.cancel()
        self._tidying.cancel()
        self.page.close()
        for page in self.ids.pages.screens:
            page.end()
        self._camera_work.close()
        self._work.close()
        self.context.engine.stop()

    def be_seen(self, seen: bool) -> None:
        """A window out of sight costs next to nothing."""
        if seen is self.context.pace.unseen:
            self.context.pace.unseen = not seen
            self._tick.cancel()
            self._tick = Clock.schedule_interval(lambda dt: self.refresh(), 0 if seen else UNSEEN_PERIOD_S)

    def refresh(self) -> None:
        self.context.pace.drew()
        self._firsts.watch()
        view = present_camera(self.context.settings.camera, self.context.engine.state)
        self.camera, self.camera_tone = view.name, view.tone
        self.banner, self.again = view.banner, view.again
        for page in self.ids.pages.screens:
            page.watch()
        self.page.refresh()

    def open_camera(self, camera: str) -> None:
        """Open ``camera`` and remember it."""

        def change() -> None:
            self.context.engine.open(camera)
            # What the camera before held, while the next one is only beginning to take as much.
            give_back()

        self._camera_work.run(change)
        if camera != self.context.settings.camera:
            self._remember(camera=camera)

    def choose_camera(self) -> None:
        camera = self.context.settings.camera
        shown = redact_camera(camera)
        given = {"camera": camera} if shown == camera else {"hidden": shown}
        rotate = self.context.settings.rotate
        CameraChooser(chosen=self.open_camera, rotate=rotate, turned=self.turn_camera, **given).open()

    def turn_camera(self, rotate: int) -> None:
        """Open the camera anew, its pictures turned by so many degrees, and remember that."""
        self._work.run(
            lambda: self.context.change(rotate=rotate), lambda done: self.open_camera_again(), self.complain
        )

    def open_camera_again(self) -> None:
        self.open_camera(self.context.settings.camera)

    def turn_to(self, page: str) -> None:
        if page != self.ids.pages.current:
            self.page.close()
            self.ids.pages.current = page
            self.page.open()
            # Once it was drawn for the first time.
            Clock.schedule_once(lambda dt: give_back())
        for name in PAGES:
            self.ids[name].state = "down" if name == page else "normal"

    def _reopen_page(self) -> None:
        self.page.close()
        self.page.open()

    def use_person(self, name: str) -> None:
        self._work.run(
            lambda: self.context.use_person(name), lambda done: self._person_changed(), self.complain
        )

    def tell(self, sentence: str, tone: Tone = Tone.CALM) -> None:
        self.notice, self.notice_tone = sentence, tone
        if sentence:
            self._hide_notice.cancel()
            self._hide_notice()

    def complain(self, sentence: str) -> None:
        self.tell(sentence, Tone.BAD)

    def _person_changed(self) -> None:
        self.person = self.context.settings.person
        self._reopen_page()

    def _remember(self, **fields: Any) -> None:
        self._work.run(lambda: self.context.change(**fields), failed=self.complain)

    def _on_key_down(
        self, window: Any, key: int, scancode: int, text: str | None, modifiers: list[str]
    ) -> bool:
        if open_dialog() or any(isinstance(widget, TextInput) and widget.focus for widget in self.walk()):
            return False
        return self.press((text or (chr(key) if key < 0x110000 else "")).lower(), modifiers)

    def press(self, key: str, modifiers: list[str]) -> bool:
        """Ctrl and a digit turn pages; q goes back to Verify and from there out; the rest is for the page."""
        if "ctrl" in modifiers or "meta" in modifiers:
            if key in TURNS:
                self.turn_to(TURNS[key])
            return key in TURNS
        if key == "q":
            self._back()
            return True
        return self.page.press(key)

    def _back(self) -> None:
        if self.ids.pages.current == HOME:
            Window.close()
        else:
            self.turn_to(HOME)
