"""What a person does on the Train screen."""

import sys
import time
from collections.abc import Iterator

from app.live.training_process import TrainingJob
from tests.app.gui.window_driver import Condition, Hand


def collect_learn_and_verify(hand: Hand) -> Iterator[Condition]:
    """The whole loop, with a real training. Needs a folder of LFW in the settings."""
    hand.click(hand.root.ids.collect)
    yield lambda: hand.root.page.name == "collect" and hand.root.page.ready
    hand.click(hand.find("10"))
    for kind in ("anchor", "positive"):
        yield lambda: hand.root.page.amount == 10 and not hand.root.page.capturing
        hand.click(hand.find("Capture 10", hand.ids[kind]))
        yield lambda kind=kind: hand.ids[kind].count == 10
    hand.click(hand.root.ids.people)
    yield lambda: hand.root.page.name == "people" and not hand.ids.enrol.ids.anchors.disabled
    hand.click(hand.ids.enrol.ids.anchors)
    yield lambda: hand.root.page.references == 10
    hand.click(hand.root.ids.train)
    yield lambda: hand.root.page.name == "train" and not hand.ids.start.disabled
    hand.click(hand.ids.start)
    yield lambda: hand.root.page.job_view.running
    while hand.root.page.job_view.running:
        seen = hand.root.page.job_view
        yield lambda seen=seen: hand.root.page.job_view is not seen
    hand.notes["training"] = hand.ids.headline.text
    hand.notes["problem"] = hand.root.page.job_view.detail
    yield lambda: hand.context.bundle.card.name == "personal-me"
    hand.click(hand.root.ids.verify)
    yield lambda: hand.ids.headline.text == "Verified"
    hand.notes["model"] = hand.context.models.current


def train_in_vain(hand: Hand) -> Iterator[Condition]:
    """Needs crops in the folder; there are no pictures of other people where the folder says."""
    hand.click(hand.root.ids.train)
    yield lambda: hand.root.page.name == "train" and hand.root.page.counts.anchor > 0
    hand.notes["missing"] = hand.root.page.missing
    hand.click(hand.ids.lfw)
    yield lambda: hand.ids.lfw.focus
    for letter in "/no/such":
        hand.press(letter)
    yield lambda: not hand.ids.start.disabled
    hand.click(hand.ids.deep)
    yield lambda: hand.root.page.depth == "deep"
    hand.click(hand.ids.start)
    yield lambda: not hand.ids.cancel.disabled
    hand.click(hand.ids.cancel)
    yield lambda: hand.ids.headline.text == "Cancelled"
    yield lambda: not hand.ids.start.disabled
    hand.click(hand.ids.start)
    yield lambda: hand.ids.headline.text == "The training failed"
    hand.notes["failure"] = hand.root.page.job_view.detail


def train_behind_another_page(hand: Hand) -> Iterator[Condition]:
    """Needs crops, and a whole model called second, which a quick stand-in for the training makes current."""
    pointer = hand.context.paths.models / "current"
    program = (
        "import json, pathlib, sys, time\n"
        "print(json.dumps(dict(stage='epoch 1', done=1, total=4)), flush=True)\n"
        "sys.stdin.readline()\n"
        f"pathlib.Path({str(pointer)!r}).write_text('second')\n"
    )
    job = TrainingJob([sys.executable, "-c", program], hand.context.paths)
    hand.context.train = lambda folder, download, depth: job
    hand.click(hand.root.ids.train)
    yield lambda: hand.root.page.name == "train" and hand.root.page.counts.anchor > 0
    hand.click(hand.ids.download)
    yield lambda: not hand.ids.start.disabled
    hand.click(hand.ids.start)
    yield lambda: hand.ids.headline.text == "Epoch 1" and hand.root.page.job_view.share == 0.25
    hand.click(hand.root.ids.verify)
    yield lambda: hand.root.page.name == "verify"
    job._process.stdin.close()
    yield lambda: hand.root.notice.startswith("From now on")
    hand.notes["in_use"] = hand.context.bundle.folder.name
    hand.click(hand.root.ids.train)
    yield lambda: hand.ids.headline.text.startswith("Trained")


WATCHED_S = 20


def watch_while_training(hand: Hand) -> Iterator[Condition]:
    """Needs crops and references, and a folder of LFW in the settings. Notes the rates of every second on the
    Verify page, (window, camera, judged), before and during the epochs of a deep training, and ends it."""
    yield lambda: hand.ids.headline.text == "Verified"
    hand.notes["before"] = yield from rates_of(hand)
    hand.click(hand.root.ids.train)
    yield lambda: hand.root.page.name == "train" and not hand.ids.start.disabled
    hand.click(hand.ids.deep)
    yield lambda: hand.root.page.depth == "deep"
    hand.click(hand.ids.start)
    while not hand.ids.headline.text.startswith("Training"):
        yield from a_second()
    hand.click(hand.root.ids.verify)
    yield lambda: hand.root.page.name == "verify"
    hand.notes["during"] = yield from rates_of(hand)
    hand.click(hand.root.ids.train)
    yield lambda: hand.root.page.name == "train" and not hand.ids.cancel.disabled
    clicked = time.monotonic()
    hand.click(hand.ids.cancel)
    yield lambda: hand.ids.headline.text == "Cancelled"
    hand.notes["cancelled_s"] = time.monotonic() - clicked


def rates_of(hand: Hand) -> Iterator[Condition]:
    rates = []
    for _ in range(WATCHED_S):
        yield from a_second()
        engine = hand.context.engine
        rates.append([hand.context.pace.window_rate, engine.frame_rate, engine.judge_rate])
    return rates


def a_second() -> Iterator[Condition]:
    until = time.monotonic() + 1
    yield lambda: time.monotonic() > until
