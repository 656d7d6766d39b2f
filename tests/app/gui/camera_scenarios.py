"""What a user sees of failing cameras, and of many cameras in turn."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

from app.camera import factory
from app.camera.demo.camera import DemoCamera
from app.camera.source import CameraLostError
from model.messages.message import Message
from model.vision.frame import Frame
from tests.app.gui.training_scenarios import a_second
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

STOP = "stop"
"""A file of this name in the data folder ends ``run_busy`` and ``run_idle``."""
SCENE_S = 10.0
CLOCK_TICKS = 60
UNPLUGGED = Message(
    "The {camera} stopped sending pictures. {advice}",
    camera=Message("demo camera ({scene})", scene="eileen"),
    advice=Message("Check that it is plugged in, and close other programs that use it."),
)


class FaultyCamera(DemoCamera):
    """Freezes or is unplugged when the scenario says so. All instances share ``fault``."""

    fault = ""

    def __init__(self, scene: str) -> None:
        super().__init__(scene)
        self._last: Frame | None = None
        self._check()

    def read(self) -> Frame | None:
        self._check()
        if self.fault == "ended":
            return None
        frame = super().read()
        if self.fault == "frozen" and self._last:
            frame = replace(frame, image=self._last.image)
        self._last = frame
        return frame

    def _check(self) -> None:
        if self.fault == "unplugged":
            raise CameraLostError(UNPLUGGED)


def use_faulty_camera(driver: WindowDriver) -> None:
    """In place of the demo camera, which is reopened."""
    factory.DemoCamera = FaultyCamera
    driver.root.open_camera_again()


def lose_sight(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references. The camera freezes, recovers, is unplugged, and recovers without a click. It ends as
    a recording does, and is played again."""
    use_faulty_camera(driver)
    yield lambda: driver.ids.headline.text == "Verified"
    FaultyCamera.fault = "frozen"
    yield lambda: driver.root.banner != ""
    driver.notes["frozen"] = [driver.root.banner, driver.ids.headline.text]
    FaultyCamera.fault = ""
    yield lambda: driver.root.banner == "" and driver.ids.headline.text == "Verified"
    FaultyCamera.fault = "unplugged"
    yield lambda: driver.root.banner != ""
    driver.notes["unplugged"] = [driver.root.banner, driver.ids.headline.text]
    driver.notes["pictures"] = driver.ids.preview.shown is not None
    FaultyCamera.fault = ""
    yield lambda: driver.root.banner == "" and driver.ids.headline.text == "Verified"
    FaultyCamera.fault = "ended"
    yield lambda: driver.root.banner != "" and driver.ids.action.text == "Play again"
    FaultyCamera.fault = ""
    driver.click(driver.ids.action)
    yield lambda: driver.root.banner == "" and driver.ids.headline.text == "Verified"


def minimise_and_restore(driver: WindowDriver) -> Iterator[Condition]:
    """Notes how often the window refreshes itself during ``CLOCK_TICKS`` of its clock."""
    refreshed = []
    on_draw, throttle = driver.controller.throttle.on_draw, driver.controller.throttle
    throttle.on_draw = lambda: (refreshed.append(True), on_draw())
    for event in ("on_minimize", "on_restore"):
        driver.window.dispatch(event)
        refreshed.clear()
        yield after_ticks(CLOCK_TICKS)
        driver.notes[event] = [throttle.hidden, len(refreshed)]
    shown = driver.ids.preview.shown
    yield lambda: driver.ids.preview.shown is not shown


def run_busy(driver: WindowDriver) -> Iterator[Condition]:
    """Different people come and go, and every screen is opened in between."""
    rates = driver.notes["rates"] = []
    for scene in cycle(("eileen", "none", "grace", "both")):
        driver.root.open_camera(f"demo:{scene}")
        for name in ("collect", "people", "train", "evaluate", "history", "settings", "verify"):
            driver.click(driver.root.ids[name])
            yield lambda name=name: driver.root.screen.name == name
        for _ in range(3):
            until = time.monotonic() + SCENE_S
            yield lambda until=until: time.monotonic() > until
        rates.append([scene, driver.controller.throttle.window_rate, driver.controller.engine.judge_rate])
        if (driver.controller.paths.root / STOP).exists():
            return


def run_idle(driver: WindowDriver) -> Iterator[Condition]:
    """The window is minimised, and the camera shows no face."""
    driver.root.open_camera("demo:none")
    driver.window.dispatch("on_minimize")
    while not (driver.controller.paths.root / STOP).exists():
        until = time.monotonic() + SCENE_S
        yield lambda until=until: time.monotonic() > until


def trim_memory(driver: WindowDriver) -> Iterator[Condition]:
    """Notes how often freed memory is returned in three periods, then with another screen and camera."""
    from kivy.clock import Clock

    from app.gui import main_window

    given = []
    main_window.trim_heap = lambda: given.append(True)
    (trim_event,) = (event for event in Clock.get_events() if event.timeout == main_window.TRIM_PERIOD_S)
    trim_event.timeout = 0.2
    yield lambda: len(given) >= 3
    trim_event.cancel()
    for name, change in (
        ("page", lambda: driver.click(driver.root.ids["people"])),
        ("camera", driver.root.open_camera_again),
    ):
        given.clear()
        change()
        yield lambda: given
        driver.notes[name] = len(given)


def draw_textures_at_first(driver: WindowDriver) -> Iterator[Condition]:
    """Notes the kinds of textures that a window draws for a moment, as this one did when it opened."""
    from kivy.graphics import InstructionGroup, Rectangle

    from app.gui.drawing.texture_kinds import draw_texture_kinds

    canvas = driver.root.canvas.before
    draw_texture_kinds(canvas)
    # The window's own group may still be there, before it.
    *_, group = (one for one in canvas.children if isinstance(one, InstructionGroup))
    drawn = [one.texture for one in group.children if isinstance(one, Rectangle)]
    driver.notes["kinds"] = [[texture.colorfmt, *texture.size] for texture in drawn]
    yield lambda: group not in canvas.children


def leave_screens(driver: WindowDriver) -> Iterator[Condition]:
    """Notes what every screen keeps in memory once it was left."""
    from kivy.uix.label import Label

    from app.gui.widgets.preview import Preview

    models, networks = driver.controller.models, []
    yield lambda: driver.controller.ready
    models.load_current = lambda threads=2: networks.append(threads) or type(models).load_current(models)
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield from a_second()
    driver.root.navigate("history")
    yield from a_second()
    widgets = [widget for screen in driver.root.screens.built for widget in screen.walk()]
    driver.notes["previews"] = [one.is_empty for one in widgets if isinstance(one, Preview)]
    drawn = [one._label for one in widgets if isinstance(one, Label) and one.texture is not None]
    driver.notes["surfaces"] = sum(getattr(label, "_surface", None) is not None for label in drawn)
    driver.notes["networks"] = len(networks)
