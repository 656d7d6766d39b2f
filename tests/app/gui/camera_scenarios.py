"""What a person sees of cameras that fail, and of many one after the other."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

from app.camera.demo.camera import DemoCamera
from app.camera.source import CameraLostError
from model.vision.frame import Frame
from tests.app.gui.window_driver import Condition, Hand

STOP = "stop"
"""A file of this name in the data folder ends ``live_on`` and ``rest``."""
SIT_S = 10.0
UNPLUGGED = "The demo camera stopped delivering pictures. Plug it in."


class ShakyCamera(DemoCamera):
    """Freezes, or is unplugged, as the scenario says; ``fault`` is shared by all that were opened."""

    fault = ""

    def __init__(self) -> None:
        super().__init__()
        self._last: Frame | None = None
        self._check()

    def read(self) -> Frame:
        self._check()
        frame = super().read()
        if self.fault == "frozen" and self._last:
            frame = replace(frame, image=self._last.image)
        self._last = frame
        return frame

    def _check(self) -> None:
        if self.fault == "unplugged":
            raise CameraLostError(UNPLUGGED)


def lose_sight(hand: Hand) -> Iterator[Condition]:
    """Needs references: the camera freezes, goes on, is unplugged, and comes back without a click."""
    hand.context.engine._open_source = lambda camera: ShakyCamera()
    hand.root.open_camera_again()
    yield lambda: hand.ids.headline.text == "Verified"
    ShakyCamera.fault = "frozen"
    yield lambda: hand.root.banner != ""
    hand.notes["frozen"] = [hand.root.banner, hand.ids.headline.text]
    ShakyCamera.fault = ""
    yield lambda: hand.root.banner == "" and hand.ids.headline.text == "Verified"
    ShakyCamera.fault = "unplugged"
    yield lambda: hand.root.banner != ""
    hand.notes["unplugged"] = [hand.root.banner, hand.ids.headline.text]
    hand.notes["pictures"] = hand.ids.preview.shown is not None
    ShakyCamera.fault = ""
    yield lambda: hand.root.banner == "" and hand.ids.headline.text == "Verified"


def minimise_and_restore(hand: Hand) -> Iterator[Condition]:
    """Notes how often the window refreshes itself meanwhile, in two seconds each."""
    refreshed = []
    drew, pace = hand.context.pace.drew, hand.context.pace
    pace.drew = lambda: (refreshed.append(time.monotonic()), drew())
    for event in ("on_minimize", "on_restore"):
        hand.window.dispatch(event)
        refreshed.clear()
        until = time.monotonic() + 2
        yield lambda until=until: time.monotonic() > until
        hand.notes[event] = [pace.unseen, len(refreshed)]
    shown = hand.ids.preview.shown
    yield lambda: hand.ids.preview.shown is not shown


def live_on(hand: Hand) -> Iterator[Condition]:
    """Somebody comes, sits a while, goes, another one comes, and looks at every page in between."""
    rates = hand.notes["rates"] = []
    for scene in cycle(("eileen", "none", "grace", "both")):
        hand.root.open_camera(f"demo:{scene}")
        for page in ("collect", "people", "train", "verify"):
            hand.click(hand.root.ids[page])
            yield lambda page=page: hand.root.page.name == page
        for _ in range(3):
            until = time.monotonic() + SIT_S
            yield lambda until=until: time.monotonic() > until
        rates.append([scene, hand.context.pace.window_rate, hand.context.engine.judge_rate])
        if (hand.context.paths.root / STOP).exists():
            return


def rest(hand: Hand) -> Iterator[Condition]:
    """Minimised, before an empty chair."""
    hand.root.open_camera("demo:none")
    hand.window.dispatch("on_minimize")
    while not (hand.context.paths.root / STOP).exists():
        until = time.monotonic() + SIT_S
        yield lambda until=until: time.monotonic() > until


def tidy_up(hand: Hand) -> Iterator[Condition]:
    """Notes how often freed memory is given back in three periods, then with another page and camera."""
    from app.gui import main_window

    given = []
    main_window.give_back = lambda: given.append(time.monotonic())
    hand.root._tidying.timeout = 0.2
    until = time.monotonic() + main_window.TIDY_EVERY_S
    yield lambda: len(given) >= 3 or time.monotonic() > until + 1
    hand.notes["given"] = len(given)
    hand.root._tidying.cancel()
    for name, change in (
        ("page", lambda: hand.click(hand.root.ids["people"])),
        ("camera", hand.root.open_camera_again),
    ):
        given.clear()
        change()
        yield lambda: given
        hand.notes[name] = len(given)
