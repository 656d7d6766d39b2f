"""The main window: navigation, camera, banner and notices."""

from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.metrics import sp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from app.gui.appearance import APPEARANCE, apply_setting
from app.gui.attempt_effects import AttemptEffects
from app.gui.navigation.help_sheet import HelpSheet
from app.gui.navigation.keyboard import WindowKeyboard
from app.gui.navigation.screen_menu import ScreenMenu
from app.gui.people_watch import PeopleWatch
from app.gui.screens.base import BaseScreen
from app.gui.screens.screen_stack import ScreenStack
from app.gui.screens.worker import BackgroundWorker
from app.gui.unlock import ask_to_unlock
from app.gui.widgets.camera_chooser import CameraChooser
from app.live.controller import AppController
from app.live.startup_log import FIRST_DECISION, FIRST_PICTURE, StartupMilestones
from app.live.throttle import HIDDEN_PERIOD_S
from app.presenters.camera import present_camera
from app.presenters.reading_time import reading_time_s
from app.presenters.tone import Tone
from app.storage.setting_values import MAX_TEXT_SIZE, MIN_TEXT_SIZE
from app.system.freed_memory import trim_heap
from app.system.garbage_collection import GradualCollector
from app.translation.catalogue import tr, translatable, translate

TRIM_PERIOD_S = 2.0
BUILD_DELAY_S = 1.0
"""After the networks are loaded the first decision needs the processor. Then the other screens are built."""
HOME_SCREEN, SETUP_SCREEN = "verify", "welcome"
TABS = ("verify", "collect", "people", "train", "evaluate", "history", "settings")
KEYS_HINT = translatable("F1 shows the keys.")
LOWEST_FOR_HINT_SP = 400
"""Height of the window. With large text in a lower one, the screen needs the line more."""


class MainWindow(FloatLayout):
    """A ``WindowHost`` for its screens. Its second worker opens cameras, which can take seconds.

    ``compact``: too narrow for the tabs; a menu replaces them. ``branded``: wide enough for the name.
    """

    compact = BooleanProperty(None, allownone=True)
    branded = BooleanProperty(False)
    bar_width, navigation_width = NumericProperty(0), NumericProperty(0)
    camera_width, beside_width = NumericProperty(0), NumericProperty(0)
    """Of the bar with its tabs, and of parts of it, in pixels: see main_window.kv."""
    camera = StringProperty("")
    camera_tone = StringProperty(Tone.CALM)
    banner = StringProperty("")
    retry_label = StringProperty("Try again")
    person = StringProperty("")
    has_people = BooleanProperty(True)
    """False until a person is chosen or enrolled."""
    screen_title = StringProperty("")
    """The name of the current screen, for the user."""
    notice = StringProperty("")
    notice_tone = StringProperty(Tone.CALM)
    hint = StringProperty("")
    """Stands in the notice's place while there is none."""
    lamp_width = NumericProperty(0)
    """Width of the night light on each side, in pixels; 0 while it is off."""
    liveness_light = ColorProperty((0, 0, 0, 0))
    """Colour that a liveness check shows over the whole window; transparent while there is none."""
    liveness_prompt = StringProperty("")

    def __init__(self, controller: AppController, **kwargs: Any) -> None:
        self.controller = controller
        self._worker = BackgroundWorker("work")
        self._camera_worker = BackgroundWorker("camera")
        self._hide_notice = Clock.create_trigger(lambda dt: self.show_notice(""))
        super().__init__(person=controller.settings.person, **kwargs)
        self._brand, self._menu, self._tabs = (self.ids[name].__self__ for name in ("brand", "menu", "tabs"))
        self.bind(compact=self._arrange_bar, branded=self._arrange_bar)
        self._arrange_bar()
        self.screens = ScreenStack(self.ids.screen_manager, self._create_screen, self._worker)
        self._people = PeopleWatch(self, self._worker)
        # Without any references, the setup comes first.
        self._show_screen(HOME_SCREEN if self._people.enrolled else SETUP_SCREEN)
        self._milestones = StartupMilestones(
            {
                FIRST_PICTURE: lambda: (
                    "preview" in self.screen.ids and self.screen.ids.preview.shown is not None
                ),
                FIRST_DECISION: lambda: controller.verification_reports.peek() is not None,
            }
        )
        self._refresh_event = Clock.schedule_interval(lambda dt: self.refresh(), 0)
        self._trim_event = Clock.schedule_interval(lambda dt: trim_heap(), TRIM_PERIOD_S)
        self.keyboard = WindowKeyboard(self)
        self._effects = AttemptEffects(self, self._worker)
        self._collector = GradualCollector()
        self._build_others = Clock.create_trigger(
            lambda dt: self.screens.build_others(then=self._collector.start), BUILD_DELAY_S
        )
        for event in ("on_minimize", "on_hide"):
            Window.bind(**{event: lambda window: self.set_visible(False)})
        for event in ("on_restore", "on_show", "on_maximize"):
            Window.bind(**{event: lambda window: self.set_visible(True)})

    @property
    def screen(self) -> BaseScreen:
        return self.screens.current

    def start(self) -> None:
        """Open the camera and load the networks, now that the window is visible."""
        self.open_camera(self.controller.settings.camera)
        self._worker.run(self.controller.load, lambda loaded: self._finish_loading())
        self.screen.activate()
        if self.controller.vault.needs_passphrase:
            self.unlock()

    def unlock(self) -> None:
        """Ask for the passphrase of the data folder."""
        ask_to_unlock(self.controller, self._worker, self._reactivate_screen)

    def close(self) -> None:
        """Stop all threads."""
        self._refresh_event.cancel()
        self._trim_event.cancel()
        self._people.close()
        self._build_others.cancel()
        self.keyboard.close()
        self.screen.deactivate()
        self.screens.close()
        self._camera_worker.close()
        self._worker.close()
        self.controller.engine.stop()

    def set_visible(self, visible: bool) -> None:
        """A hidden window refreshes rarely, so that it uses almost no CPU time."""
        if visible is self.controller.throttle.hidden:
            self.controller.throttle.hidden = not visible
            self._refresh_event.cancel()
            self._refresh_event = Clock.schedule_interval(
                lambda dt: self.refresh(), 0 if visible else HIDDEN_PERIOD_S
            )

    def refresh(self) -> None:
        self.controller.throttle.on_draw()
        self._milestones.watch()
        view = present_camera(self.controller.settings.camera, self.controller.engine.state)
        self.camera, self.camera_tone = view.name, view.tone
        self.banner, self.retry_label = view.banner, view.again
        for screen in self.screens.built:
            screen.poll()
        self.screen.refresh()
        self.screen_title = self._title()
        has_room = self.height >= sp(LOWEST_FOR_HINT_SP)
        self.hint = self.screen.instruction or ((self.screen.status or tr(KEYS_HINT)) if has_room else "")
        self._effects.update()
        throttle = self.controller.throttle
        self._collector.update(
            idle=not Window.canvas.needs_redraw, unwatched=throttle.hidden or throttle.no_recent_face
        )

    def open_camera(self, camera: str) -> None:
        """Open ``camera`` and save it in the settings."""

        def change() -> None:
            self.controller.engine.open(camera)
            # Free the memory of the previous camera before the next one needs as much.
            trim_heap()

        self._camera_worker.run(change)
        if camera != self.controller.settings.camera:
            self._worker.run(lambda: self.controller.change(camera=camera), failed=self.show_error)

    def choose_camera(self) -> None:
        settings = self.controller.settings
        CameraChooser(
            settings.camera,
            open_camera=self.open_camera,
            rotate=settings.rotate,
            set_rotation=self.rotate_camera,
        ).open()

    def rotate_camera(self, rotate: int) -> None:
        """Save the rotation, in degrees clockwise, and reopen the camera with it."""
        self._worker.run(
            lambda: self.controller.change(rotate=rotate),
            lambda done: self.open_camera_again(),
            self.show_error,
        )

    def open_camera_again(self) -> None:
        self.open_camera(self.controller.settings.camera)

    def navigate(self, name: str) -> None:
        if name == self.screen.name:
            return
        self.screen.deactivate()
        self.show_notice("")
        self._show_screen(name)
        self.screen.activate()
        # After the first frame of the new screen.
        Clock.schedule_once(lambda dt: trim_heap())

    def _create_screen(self, screen_class: type[BaseScreen], name: str) -> BaseScreen:
        return screen_class(self.controller, self._worker, self, name=name)

    def _show_screen(self, name: str) -> None:
        self.screens.show(name)
        for tab in TABS:
            self.ids[tab].state = "down" if tab == name else "normal"
        self.screen_title = self._title()

    def _title(self) -> str:
        return str(self.ids[self.screen.name].text) if self.screen.name in TABS else tr("Set up")

    def _finish_loading(self) -> None:
        self._reactivate_screen()
        self._build_others()

    def _reactivate_screen(self) -> None:
        self.screen.deactivate()
        self.screen.activate()

    def use_person(self, name: str) -> None:
        self._worker.run(
            lambda: self.controller.use_person(name), lambda done: self._person_changed(), self.show_error
        )

    def show_notice(self, message: str, tone: Tone = Tone.CALM) -> None:
        self.notice, self.notice_tone = message, tone
        if message:
            self._hide_notice.cancel()
            self._hide_notice.timeout = reading_time_s(message)
            self._hide_notice()

    def show_error(self, message: str) -> None:
        self.show_notice(translate(message), Tone.BAD)

    def _person_changed(self) -> None:
        self.person = self.controller.settings.person
        self._reactivate_screen()

    def navigate_to(self, number: int) -> bool:
        """Open the screen with this number, counted from 1. Returns whether there is one."""
        if number <= len(TABS):
            self.navigate(TABS[number - 1])
        return number <= len(TABS)

    def go_back(self) -> None:
        """Go to the first screen; from there, quit."""
        if self.screen.name == HOME_SCREEN:
            Window.close()
        else:
            self.navigate(HOME_SCREEN)

    def show_menu(self) -> None:
        titles = [(name, self.ids[name].text) for name in TABS]
        ScreenMenu(titles, self.screen.name, choose=self.navigate).open()

    def show_help(self) -> None:
        HelpSheet(len(TABS), self.screen.shortcuts, screen_title=self.screen_title).open()

    def dismiss_notice(self) -> bool:
        """Returns whether there was one."""
        shown = bool(self.notice)
        self.show_notice("")
        return shown

    def change_text_size(self, step: int) -> None:
        """``step`` in per cent of the normal size; 0 restores it."""
        size = self.controller.settings.text_size + step if step else MIN_TEXT_SIZE
        self.change_setting("text_size", min(MAX_TEXT_SIZE, max(MIN_TEXT_SIZE, size)))

    def change_setting(self, name: str, value: Any) -> None:
        """Save the setting, and apply it at once."""
        if name == "rotate":
            self.rotate_camera(value)
        elif name == "threads":
            self._worker.run(lambda: self.controller.use_threads(value), failed=self.show_error)
        else:
            self._worker.run(
                lambda: self.controller.change(**{name: value}),
                lambda done: self._apply_setting(name),
                self.show_error,
            )

    def _apply_setting(self, name: str) -> None:
        if name in APPEARANCE:
            apply_setting(name, self.controller.settings)
        if name == "language":
            self._reactivate_screen()

    def _arrange_bar(self, *changed: object) -> None:
        """The name of the program, if there is room; then the tabs, or the menu in their place."""
        bar = self.ids.bar
        bar.clear_widgets([self._brand, self._menu, self._tabs])
        shown = self._menu if self.compact else self._tabs
        for widget in (shown, self._brand) if self.branded else (shown,):
            bar.add_widget(widget, index=len(bar.children))
