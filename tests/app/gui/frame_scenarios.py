"""How long the frames of the window take; see ``tests.reliability.frame_times``."""

import time
from collections import defaultdict
from collections.abc import Iterator

from tests.app.gui.training_scenarios import a_second
from tests.app.gui.window_driver import Condition, WindowDriver

OBSERVATION_S = 10
LONG_S = 0.05
OPENING = "opening"
"""The first frame: the window shows nothing before."""


class FrameTimer:
    """Measures each turn of Kivy's event loop, without its sleep. ``frames``: elapsed seconds and processor
    seconds of each, by ``phase``. ``long``: phase, screen, and milliseconds of both, of those that need the
    processor for more than ``LONG_S``."""

    def __init__(self, driver: WindowDriver) -> None:
        self.phase = OPENING
        self.frames: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.long: list[tuple[str, str, float, float]] = []
        self._driver = driver
        self._slept = 0.0

    def install(self) -> None:
        from kivy.base import EventLoop
        from kivy.clock import Clock

        self._turn, self._sleep = EventLoop.idle, Clock.idle
        EventLoop.idle, Clock.idle = self._measured_turn, self._measured_sleep

    def _measured_turn(self) -> None:
        self._slept = 0.0
        elapsed, processor = time.perf_counter(), time.thread_time()
        self._turn()
        elapsed = time.perf_counter() - elapsed - self._slept
        processor = time.thread_time() - processor
        phase = self.phase
        self.frames[phase].append((elapsed, processor))
        if phase == OPENING:
            self.phase = "loading"
        if processor > LONG_S:
            self.long.append((phase, self._driver.root.screen.name, 1000 * elapsed, 1000 * processor))

    def _measured_sleep(self) -> float:
        began = time.perf_counter()
        now = self._sleep()
        self._slept = time.perf_counter() - began
        return float(now)


def measure_frames(driver: WindowDriver) -> Iterator[Condition]:
    """Needs crops and references. ``driver.timer`` measures since the window opened."""
    timer = driver.timer
    yield lambda: driver.controller.verification_reports.peek() is not None
    timer.phase = "judging"
    yield from seconds(OBSERVATION_S)
    timer.phase = "changing screens"
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield from a_second()
    driver.notes["frames"], driver.notes["long"] = timer.frames, timer.long
    timer.phase = "closing"


def measure_frames_in_training(driver: WindowDriver) -> Iterator[Condition]:
    """As ``measure_frames``, then in a deep training. Needs a folder of LFW in the settings."""
    yield from measure_frames(driver)
    timer = driver.timer
    timer.phase = "starting a deep training"
    driver.root.navigate("train")
    yield lambda: driver.root.screen.name == "train" and not driver.ids.start.disabled
    driver.click(driver.ids.deep)
    yield lambda: driver.root.screen.depth == "deep"
    driver.click(driver.ids.start)
    while not driver.ids.headline.text.startswith("Training"):
        yield from a_second()
    timer.phase = "judging during a training"
    driver.root.navigate("verify")
    yield from seconds(2 * OBSERVATION_S)
    driver.root.navigate("train")
    yield lambda: not driver.ids.cancel.disabled
    driver.click(driver.ids.cancel)
    yield lambda: driver.ids.headline.text == "Training cancelled"
    timer.phase = "closing"


def seconds(count: int) -> Iterator[Condition]:
    for _ in range(count):
        yield from a_second()
