"""What a user does on the Train screen."""

import sys
import time
from collections.abc import Iterator

from app.live.training_process import TrainingJob
from model.messages.stored_message import store
from model.storage.json_codec import encode_json
from tests.app.gui.window_driver import Condition, WindowDriver
from training.jobs.supervision import StoredProgress


def collect_learn_and_verify(driver: WindowDriver) -> Iterator[Condition]:
    """Collect, train and verify for real. Needs a folder of LFW in the settings."""
    driver.click(driver.root.ids.collect)
    yield lambda: driver.root.screen.name == "collect" and driver.root.screen.ready
    driver.click(driver.find("10"))
    for kind in ("anchor", "positive"):
        yield lambda: driver.root.screen.amount == 10 and not driver.root.screen.capturing
        driver.click(driver.find("Capture 10", driver.ids[kind]))
        yield lambda kind=kind: driver.ids[kind].count == 10
    driver.click(driver.root.ids.people)
    yield lambda: driver.root.screen.name == "people" and not driver.ids.enrol.ids.anchors.disabled
    driver.click(driver.ids.enrol.ids.anchors)
    yield lambda: driver.root.screen.references == 10
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train" and not driver.ids.start.disabled
    driver.click(driver.ids.start)
    yield lambda: driver.root.screen.job_view.running
    while driver.root.screen.job_view.running:
        seen = driver.root.screen.job_view
        yield lambda seen=seen: driver.root.screen.job_view is not seen
    driver.notes["training"] = driver.ids.headline.text
    driver.notes["problem"] = driver.root.screen.job_view.detail
    yield lambda: driver.controller.bundle.card.name == "personal-me"
    driver.click(driver.root.ids.verify)
    yield lambda: driver.ids.headline.text == "Verified"
    driver.notes["model"] = driver.controller.models.current


def train_in_vain(driver: WindowDriver) -> Iterator[Condition]:
    """Needs crops in the folder. The LFW folder does not exist."""
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train" and driver.root.screen.counts.anchor > 0
    driver.notes["missing"] = driver.root.screen.missing
    driver.click(driver.ids.lfw)
    yield lambda: driver.ids.lfw.focus
    for letter in "/no/such":
        driver.press(letter)
    yield lambda: not driver.ids.start.disabled
    driver.click(driver.ids.deep)
    yield lambda: driver.root.screen.depth == "deep"
    driver.click(driver.ids.start)
    yield lambda: not driver.ids.cancel.disabled
    driver.click(driver.ids.cancel)
    yield lambda: driver.ids.headline.text == "Training cancelled"
    yield lambda: not driver.ids.start.disabled
    driver.click(driver.ids.start)
    yield lambda: driver.ids.headline.text == "Training failed"
    yield lambda: driver.root.notice == "Training failed"
    driver.notes["failure"] = driver.root.screen.job_view.detail


def train_behind_another_screen(driver: WindowDriver) -> Iterator[Condition]:
    """Needs crops and a valid model called second, which a quick fake of the training makes current."""
    pointer, go = driver.controller.paths.models / "current", driver.controller.paths.root / "go"
    update = StoredProgress(store("epoch 1"), 1, 4, store(""), seconds_left=None, loss=None)
    program = (
        "import pathlib, time\n"
        f"print({encode_json(update)!r}, flush=True)\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.01)\n"
        f"pathlib.Path({str(pointer)!r}).write_text('second')\n"
    )
    job = TrainingJob([sys.executable, "-c", program], driver.controller.paths)
    driver.controller.train = lambda folder, download, depth: job
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train" and driver.root.screen.counts.anchor > 0
    driver.click(driver.ids.download)
    yield lambda: not driver.ids.start.disabled
    driver.click(driver.ids.start)
    yield lambda: driver.ids.headline.text == "Epoch 1" and driver.root.screen.job_view.share == 0.25
    driver.click(driver.root.ids.verify)
    yield lambda: driver.root.screen.name == "verify"
    go.touch()
    yield lambda: driver.root.notice.startswith("Sameface now uses")
    driver.notes["in_use"] = driver.controller.bundle.folder.name
    driver.click(driver.root.ids.train)
    yield lambda: driver.ids.headline.text.startswith("Trained")


OBSERVATION_S = 20


def watch_while_training(driver: WindowDriver) -> Iterator[Condition]:
    """Needs crops and references, and a folder of LFW in the settings. Notes the rates of every second on the
    Verify screen, (window, camera, judged), before and during the epochs of a deep training, and ends it."""
    yield lambda: driver.ids.headline.text == "Verified"
    driver.notes["before"] = yield from rates_of(driver)
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train" and not driver.ids.start.disabled
    driver.click(driver.ids.deep)
    yield lambda: driver.root.screen.depth == "deep"
    driver.click(driver.ids.start)
    while not driver.ids.headline.text.startswith("Training"):
        yield from a_second()
    driver.click(driver.root.ids.verify)
    yield lambda: driver.root.screen.name == "verify"
    driver.notes["during"] = yield from rates_of(driver)
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train" and not driver.ids.cancel.disabled
    clicked = time.monotonic()
    driver.click(driver.ids.cancel)
    yield lambda: driver.ids.headline.text == "Training cancelled"
    driver.notes["cancelled_s"] = time.monotonic() - clicked


def rates_of(driver: WindowDriver) -> Iterator[Condition]:
    rates = []
    for _ in range(OBSERVATION_S):
        yield from a_second()
        engine = driver.controller.engine
        rates.append([driver.controller.throttle.window_rate, engine.frame_rate, engine.judge_rate])
    return rates


def a_second() -> Iterator[Condition]:
    until = time.monotonic() + 1
    yield lambda: time.monotonic() > until
