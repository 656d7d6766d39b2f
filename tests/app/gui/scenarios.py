"""What a person does in the window. A scenario yields what it waits for, and notes what it saw."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from app.gui.presenters.tone import Tone
from app.jobs import TrainingJob
from model.vision.frame import Box
from tests.app.gui.driver import Condition, Hand


def enrol_and_verify(hand: Hand) -> Iterator[Condition]:
    """From an empty folder to *Verified*, the way the window leads."""
    yield lambda: hand.ids.headline.text == "Nobody enrolled"
    hand.click(hand.ids.action)
    yield lambda: hand.root.page.name == "people" and "Good to keep" in hand.ids.enrol.advice
    hand.click(hand.ids.enrol.ids.capture)
    yield lambda: hand.root.page.references == 12
    hand.notes["thumbnails"] = len(hand.ids.references.children)
    hand.notes["notice"] = hand.root.notice
    hand.click(hand.root.ids.verify)
    yield lambda: hand.ids.headline.text == "Verified"
    hand.notes["detail"] = hand.ids.detail.text
    hand.notes["matches"] = hand.ids.thresholds.ids.matches.text
    hand.notes["words"] = hand.ids.thresholds.ids.verification_words.text


def insisting(hand: Hand, keep: Callable[[], None], kind: str) -> Condition:
    """Ask again until a crop was kept: the sitter may have turned away in the meantime."""

    def kept() -> bool:
        if hand.ids[kind].count == 0 and hand.ids.headline.text == "Good to keep":
            keep()
        return bool(hand.ids[kind].count)

    return kept


def collect_by_keys(hand: Hand) -> Iterator[Condition]:
    hand.press("2", "ctrl")
    yield lambda: hand.root.page.ready
    for key, kind in (("a", "anchor"), ("p", "positive"), ("n", "negative")):
        yield insisting(hand, partial(hand.press, key), kind)
    hand.notes["notices"] = hand.notices
    hand.press("q")
    yield lambda: hand.root.page.name == "verify"


def look_at_a_picture(hand: Hand) -> Iterator[Condition]:
    """The third of several, as it is and mirrored, each with a box near its top left corner."""
    preview = hand.ids.preview
    yield lambda: preview.shown is not None and preview.shown.index == 2
    hand.root._tick.cancel()
    height, width = preview.shown.image.shape[:2]
    preview.mark(Box(0.05 * width, 0.05 * height, 0.3 * width, 0.3 * height), Tone.GOOD, preview.shown)
    for name, mirrored in (("plain", False), ("mirrored", True)):
        preview.mirrored = mirrored
        yield later_by(10)
        hand.window.screenshot(name=str(hand.context.paths.root / f"{name}.png"))
    area = preview.picture_area()
    top = hand.window.height - area.bottom - area.height
    hand.notes["area"] = [area.left, top, area.width, area.height]


def later_by(ticks: int) -> Condition:
    """After so many turns of the window's clock."""
    left = iter(range(ticks))
    return lambda: next(left, None) is None


def collect_by_buttons(hand: Hand) -> Iterator[Condition]:
    """Keep one, then capture ten by itself, then stop a longer capture."""
    hand.click(hand.root.ids.collect)
    yield lambda: hand.root.page.name == "collect" and hand.root.page.ready
    yield insisting(hand, lambda: hand.click(hand.find("Keep (A)")), "anchor")
    hand.click(hand.find("10"))
    yield lambda: hand.root.page.amount == 10
    hand.click(hand.find("Capture 10", hand.ids.positive))
    yield lambda: 0 < hand.ids.positive.share < 1
    yield lambda: hand.ids.positive.count == 10
    hand.notes["progress"] = hand.root.page.progress
    hand.click(hand.find("300"))
    yield lambda: hand.root.page.amount == 300
    hand.click(hand.find("Capture 300", hand.ids.negative))
    yield lambda: hand.ids.negative.count > 0
    hand.click(hand.ids.stop)
    yield lambda: not hand.root.page.capturing
    hand.notes["negatives"] = hand.ids.negative.count


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


def manage_people(hand: Hand) -> Iterator[Condition]:
    """A new person, references from photographs, and away with them again."""
    photographs = hand.context.paths.root / "photographs"
    hand.click(hand.root.ids.people)
    yield lambda: hand.root.page.name == "people" and hand.root.page.name_shown == "me"
    hand.ids.new_name.focus = True
    for letter in "Ann q":
        hand.press(letter)
    yield lambda: hand.ids.new_name.text == "Ann q"
    hand.click(hand.ids.add)
    yield lambda: hand.root.page.name_shown == "Ann q" and hand.root.person == "Ann q"
    hand.notes["people"] = sorted(row.person.name for row in hand.ids.people.children)
    hand.click(hand.ids.enrol.ids.photographs)
    yield lambda: hand.dialog.title != ""
    hand.dialog.ids.files.path = str(photographs)
    yield lambda: hand.dialog.selected() == str(photographs)
    hand.click(hand.find("Choose this folder", hand.dialog))
    yield lambda: hand.root.page.references == 1
    hand.notes["imported"] = hand.root.notice
    hand.click(hand.ids.delete)
    yield lambda: hasattr(hand.dialog, "question")
    hand.notes["question"] = hand.dialog.question
    hand.press("escape")
    yield lambda: not hasattr(hand.dialog, "question")
    hand.notes["kept"] = hand.root.page.references
    hand.click(hand.ids.delete)
    yield lambda: hasattr(hand.dialog, "question")
    hand.click(hand.find("Delete", hand.dialog))
    yield lambda: hand.root.page.references == 0


def choose_camera(hand: Hand) -> Iterator[Condition]:
    """The camera is missing at first; another one is chosen, then the file appears and is tried again."""
    missing = Path(hand.context.settings.camera)
    yield lambda: hand.root.banner != ""
    hand.notes["banner"] = hand.root.banner
    hand.notes["headline"] = hand.ids.headline.text
    hand.click(hand.root.ids.camera)
    yield lambda: hand.dialog.title != ""
    hand.click(hand.find("Demo", hand.dialog))
    yield lambda: hand.ids.preview.shown is not None
    yield lambda: hand.root.banner == "" and hand.context.settings.camera == "demo"
    hand.root.open_camera(str(missing))
    yield lambda: hand.root.banner != ""
    (missing.parent / "portrait.jpg").rename(missing / "portrait.jpg") if missing.mkdir() is None else None
    hand.click(hand.root.ids.again)
    yield lambda: hand.root.again == "Play again"
    hand.notes["ended"] = hand.root.banner


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


def choose_models(hand: Hand) -> Iterator[Condition]:
    """Needs a whole model called second and a damaged one called third."""
    hand.click(hand.root.ids.train)
    yield lambda: hand.root.page.name == "train" and len(hand.ids.models.children) == 3
    cards = {card.model.name: card for card in hand.ids.models.children}
    hand.notes["in_use"] = [name for name, card in cards.items() if card.model.in_use]
    hand.click(hand.find("Use", cards["third"]))
    yield lambda: "is refused" in hand.root.notice
    hand.click(hand.find("Use", cards["second"]))
    yield lambda: hand.context.models.current == "second" and hand.root.notice.startswith("From now on")
    yield lambda: [card.model.name for card in hand.ids.models.children if card.model.in_use] == ["second"]
    hand.click(hand.root.ids.verify)
    yield lambda: hand.ids.headline.text == "Nobody enrolled"


def go_everywhere_by_keys(hand: Hand) -> Iterator[Condition]:
    seen = []
    for number in "2341":
        hand.press(number, "ctrl")
        yield lambda: True
        seen.append(hand.root.page.name)
    hand.notes["pages"] = seen
    hand.press("tab")
    yield lambda: True
    hand.root.ids.train.focus = True
    hand.press("enter")
    yield lambda: hand.root.page.name == "train"
    hand.notes["missing"] = hand.root.page.missing
    hand.notes["can_start"] = not hand.ids.start.disabled


def obey_the_desktop(hand: Hand) -> Iterator[Condition]:
    """Somebody outside clicks on *Collect*, then presses q twice: back, and out."""
    collect, window = hand.root.ids.collect, hand.window
    place = window.left + collect.center_x, window.top + window.height - collect.center_y
    print(json.dumps([round(pixels) for pixels in place]), flush=True)
    yield lambda: hand.root.page.name == "collect"
    hand.notes["clicked"] = True
    print("clicked", flush=True)
    yield lambda: hand.root.page.name == "verify"
    hand.notes["back"] = True
    print("back", flush=True)
    yield lambda: False


def meet_a_stranger(hand: Hand) -> Iterator[Condition]:
    """Needs references in the folder that show somebody else than the camera."""
    judged: list[str] = []
    yield lambda: hand.ids.headline.text == "Not verified"
    hand.notes["detail"] = hand.ids.detail.text

    def watch() -> bool:
        judged.append(hand.ids.headline.text)
        return len(judged) >= 60

    yield watch
    hand.notes["verified"] = judged.count("Verified")


def sit_for_pictures(hand: Hand) -> Iterator[Condition]:
    """Needs a person called Eileen with references. The pictures lie in the folder itself."""
    hand.root.use_person("Eileen")
    yield lambda: hand.root.person == "Eileen"
    shown = {
        "verify": lambda: hand.ids.headline.text == "Verified" and hand.context.engine.judge_rate > 15,
        "collect": lambda: hand.ids.headline.text == "Good to keep",
        "people": lambda: hand.ids.enrol.ids.preview.shown is not None and hand.root.page.references > 0,
        "train": lambda: len(hand.ids.models.children) > 0,
    }
    for page, looks_right in shown.items():
        hand.root.turn_to(page)
        yield later(hand)
        yield looks_right
        hand.window.screenshot(name=str(hand.context.paths.root / f"{page}.png"))


def later(hand: Hand, frames: int = 60) -> Condition:
    """After so many frames of the camera, when everything has settled."""
    newest = hand.context.engine.frames.peek()
    first = newest.index if newest else 0

    def passed() -> bool:
        frame = hand.context.engine.frames.peek()
        return frame is not None and frame.index >= first + frames

    return passed
