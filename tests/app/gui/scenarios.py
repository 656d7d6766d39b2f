"""What a person does in the window. A scenario yields what it waits for, and notes what it saw."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from app.presenters.tone import Tone
from model.vision.frame import Box
from tests.app.gui.window_driver import Condition, Hand


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


def hide_the_secret(hand: Hand) -> Iterator[Condition]:
    """The chooser shows no address that may hold a secret, and offers to write another one."""
    yield lambda: hand.root.banner != ""
    hand.notes["banner"] = hand.root.banner
    hand.notes["name"] = hand.root.ids.camera.text
    hand.click(hand.root.ids.camera)
    yield lambda: hand.dialog.title != ""
    hand.notes["field"] = hand.dialog.ids.camera.text
    hand.notes["hint"] = hand.dialog.ids.camera.hint_text


def turn_the_camera(hand: Hand) -> Iterator[Condition]:
    """By a quarter, twice; the picture behind the dialog follows."""
    yield lambda: hand.ids.preview.shown is not None
    hand.click(hand.root.ids.camera)
    yield lambda: hand.dialog.title != ""
    for degrees, shape in ((0, (640, 480, 3)), (90, (480, 640, 3))):
        hand.click(hand.find(f"Turn (now {degrees}°)", hand.dialog))
        yield lambda degrees=degrees: hand.context.settings.rotate == degrees + 90
        yield lambda shape=shape: (shown := hand.ids.preview.shown) and shown.image.shape == shape
    hand.notes["rotate"] = hand.context.settings.rotate


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
