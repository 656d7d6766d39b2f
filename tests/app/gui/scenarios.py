"""What a user does in the window. A scenario yields what it waits for and notes what it sees."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from app.presenters.tone import Tone
from model.vision.frame import Box
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks, is_in_view


def enrol_and_verify(driver: WindowDriver) -> Iterator[Condition]:
    """Capture references on the People screen, then verify."""
    yield lambda: driver.ids.headline.text == "No references yet"
    yield after_ticks(3)
    driver.click(driver.ids.action)
    yield lambda: driver.root.screen.name == "welcome"
    driver.click(driver.root.ids.people)
    yield lambda: driver.root.screen.name == "people" and "Good enough to keep" in driver.ids.enrol.advice
    driver.click(driver.ids.enrol.ids.capture)
    yield lambda: driver.root.screen.references == 12
    driver.notes["notice"] = driver.root.notice
    yield lambda: len(driver.ids.references.ids.tiles.children) >= 12
    driver.notes["thumbnails"] = len(driver.ids.references.ids.tiles.children)
    driver.click(driver.root.ids.verify)
    yield lambda: driver.ids.headline.text == "Verified"
    driver.notes["detail"] = driver.ids.detail.text
    driver.notes["matches"] = driver.ids.thresholds.ids.matches.text
    driver.notes["words"] = driver.ids.thresholds.ids.verification_words.text


def repeat_until_kept(driver: WindowDriver, keep: Callable[[], None], kind: str) -> Condition:
    """Ask again until a crop is kept: the face may have turned away in the meantime."""

    def kept() -> bool:
        if driver.ids[kind].count == 0 and driver.ids.headline.text == "Good enough to keep":
            keep()
        return bool(driver.ids[kind].count)

    return kept


def collect_by_keys(driver: WindowDriver) -> Iterator[Condition]:
    driver.press("2", "ctrl")
    yield lambda: driver.root.screen.ready
    for key, kind in (("a", "anchor"), ("p", "positive"), ("n", "negative")):
        yield repeat_until_kept(driver, partial(driver.press, key), kind)
    driver.notes["notices"] = driver.notices
    yield lambda: driver.root.screen.doubtful == driver.ids.negative.count > 0
    driver.notes["doubt"] = driver.ids.doubt.text
    yield after_ticks(3)
    driver.screenshot("collect-doubt")
    kept = driver.ids.negative.count
    driver.click(driver.ids.remove_doubtful)
    yield lambda: driver.root.screen.undo_words != "" and driver.ids.negative.count == 0
    driver.click(driver.ids.undo)
    yield lambda: driver.ids.negative.count == kept
    screen = driver.root.screen
    screen.remove(driver.ids.recent.paths[0])
    yield lambda: screen.undo_words != ""
    yield lambda: driver.ids.negative.count == kept - 1
    driver.press("q")
    yield lambda: driver.root.screen.name == "verify"
    driver.notes["undo_words"] = screen.undo_words
    driver.press("2", "ctrl")
    yield lambda: driver.root.screen.ready
    driver.press("z", "ctrl")
    yield lambda: driver.ids.negative.count == kept


def look_at_a_picture(driver: WindowDriver) -> Iterator[Condition]:
    """Show the third picture, plain and mirrored, each with a box near its top left corner."""
    preview = driver.ids.preview
    yield lambda: preview.shown is not None and preview.shown.index == 2
    driver.root.refresh = lambda: None
    height, width = preview.shown.image.shape[:2]
    preview.mark(Box(0.05 * width, 0.05 * height, 0.3 * width, 0.3 * height), Tone.GOOD, preview.shown)
    for name, mirrored in (("plain", False), ("mirrored", True)):
        preview.mirrored = mirrored
        yield after_ticks(10)
        driver.window.screenshot(name=str(driver.controller.paths.root / f"{name}.png"))
    area = preview.image_area()
    top = driver.window.height - area.bottom - area.height
    driver.notes["area"] = [area.left, top, area.width, area.height]


def collect_by_buttons(driver: WindowDriver) -> Iterator[Condition]:
    """Keep one crop, capture ten automatically, then stop a longer capture, by its button and by a key."""
    driver.click(driver.root.ids.collect)
    yield lambda: driver.root.screen.name == "collect" and driver.root.screen.ready
    yield repeat_until_kept(driver, lambda: driver.click(driver.find("Keep (A)")), "anchor")
    driver.click(driver.find("10"))
    yield lambda: driver.root.screen.amount == 10
    yield after_ticks(20)  # each click is answered
    driver.click(driver.find("Capture 10", driver.ids.positive))
    yield lambda: driver.ids.positive.capturing
    driver.notes["said before"] = driver.root.notice
    yield lambda: driver.root.hint.startswith("Capturing positives: ")
    driver.notes["missing"] = driver.ids.positive.missing
    yield lambda: driver.ids.positive.count == 10 and not driver.root.screen.capturing
    yield lambda: driver.root.notice != ""
    driver.notes["progress"] = driver.root.notice
    driver.click(driver.find("300"))
    yield lambda: driver.root.screen.amount == 300
    driver.click(driver.find("Capture 300", driver.ids.negative))
    yield lambda: driver.ids.negative.count > 0
    driver.click(driver.find("Stop (S)", driver.ids.negative))
    yield lambda: not driver.root.screen.capturing
    driver.click(driver.find("Capture 300", driver.ids.negative))
    yield lambda: driver.root.screen.capturing
    driver.root.change_setting("text_size", 200)
    yield lambda: driver.controller.settings.text_size == 200
    driver.root.dismiss_notice()
    yield after_ticks(5)
    driver.notes["hints"] = [driver.root.hint]
    driver.press("s")
    yield lambda: not driver.root.screen.capturing
    yield after_ticks(5)
    driver.notes["hints"].append(driver.root.hint)
    driver.notes["negatives"] = driver.ids.negative.count


def manage_people(driver: WindowDriver) -> Iterator[Condition]:
    """Add a person, import references from photographs, and delete them."""
    photographs = driver.controller.paths.root / "photographs"
    driver.click(driver.root.ids.people)
    yield lambda: driver.root.screen.name == "people" and driver.root.screen.person_name == "me"
    driver.ids.new_name.focus = True
    for letter in "Ann q":
        driver.press(letter)
    yield lambda: driver.ids.new_name.text == "Ann q"
    driver.click(driver.ids.add)
    yield lambda: driver.root.screen.person_name == "Ann q" and driver.root.person == "Ann q"
    driver.notes["people"] = sorted(row.person.name for row in driver.ids.people.children)
    driver.click(driver.ids.enrol.ids.photographs)
    yield lambda: hasattr(driver.dialog, "selected")
    files = driver.dialog.ids.files
    files.path = str(photographs.parent)
    yield lambda: files.count == sum(path.is_dir() for path in photographs.parent.glob("[!.]*"))
    files.path = str(photographs)
    yield lambda: driver.dialog.selected() == str(photographs) and files.count == 0
    driver.click(driver.find("Choose this folder", driver.dialog))
    yield lambda: driver.root.screen.references == 1
    driver.notes["imported"] = driver.root.notice
    driver.click(driver.root.ids.notice)
    yield lambda: driver.root.notice == ""
    driver.click(driver.ids.delete)
    yield lambda: hasattr(driver.dialog, "question")
    driver.notes["question"] = driver.dialog.question
    driver.press("escape")
    yield lambda: not hasattr(driver.dialog, "question")
    driver.notes["kept"] = driver.root.screen.references
    driver.click(driver.ids.delete)
    yield lambda: hasattr(driver.dialog, "question")
    driver.click(driver.find("Delete", driver.dialog))
    yield lambda: driver.root.screen.references == 0 and driver.root.screen.undo_words != ""
    driver.click(driver.ids.undo)
    yield lambda: driver.root.screen.references == 1
    yield after_ticks(3)
    driver.click(driver.ids.references.ids.tiles.children[0])
    yield lambda: driver.ids.references.ids.usefulness.text.startswith("The only one")
    driver.ids.references.ids.look.text = "glasses"
    yield after_ticks(3)
    driver.click(driver.find("Name it"))
    yield lambda: driver.ids.references.ids.tiles.children[0].look == "glasses"
    yield after_ticks(3)
    driver.screenshot("gallery")
    driver.click(driver.ids.rename)
    yield lambda: "field" in driver.dialog.ids
    driver.dialog.ids.field.text = "Ann"
    driver.click(driver.dialog.ids.confirm)
    yield lambda: driver.root.person == "Ann" and driver.root.screen.references == 1
    driver.window.dispatch("on_drop_file", str(photographs / "face.jpg").encode(), 0, 0)
    yield lambda: "already a reference" in driver.root.notice
    driver.click(driver.ids.delete_person)
    yield lambda: hasattr(driver.dialog, "question")
    driver.click(driver.find("Delete", driver.dialog))
    yield lambda: driver.root.screen.undo_words == "Ann is deleted." and driver.root.screen.references == 0
    driver.click(driver.ids.undo)
    yield lambda: driver.root.screen.references == 1
    driver.notes["looks"] = [tile.look for tile in driver.ids.references.ids.tiles.children]


def choose_camera(driver: WindowDriver) -> Iterator[Condition]:
    """The camera is missing. Choose another one; then the file appears and a retry opens it."""
    missing = Path(driver.controller.settings.camera)
    yield lambda: driver.root.banner != ""
    driver.notes["banner"] = driver.root.banner
    driver.notes["headline"] = driver.ids.headline.text
    driver.click(driver.root.ids.camera)
    yield lambda: driver.dialog.title != ""
    driver.click(driver.find("Demo camera", driver.dialog))
    yield lambda: driver.ids.preview.shown is not None
    yield lambda: driver.root.banner == "" and driver.controller.settings.camera == "demo"
    driver.root.open_camera(str(missing))
    yield lambda: driver.root.banner != ""
    (missing.parent / "portrait.jpg").rename(missing / "portrait.jpg") if missing.mkdir() is None else None
    driver.click(driver.root.ids.retry)
    yield lambda: driver.root.retry_label == "Play again"
    driver.notes["ended"] = driver.root.banner


def hide_the_secret(driver: WindowDriver) -> Iterator[Condition]:
    """The camera dialog does not show an address that may contain a secret."""
    yield lambda: driver.root.banner != ""
    driver.notes["banner"] = driver.root.banner
    driver.notes["name"] = driver.root.ids.camera.text
    driver.click(driver.root.ids.camera)
    yield lambda: driver.dialog.title != ""
    driver.notes["field"] = driver.dialog.ids.camera.text
    driver.notes["hint"] = driver.dialog.ids.camera.hint_text


def rotate_the_camera(driver: WindowDriver) -> Iterator[Condition]:
    """Rotate twice by 90 degrees; the preview behind the dialog follows."""
    yield lambda: driver.ids.preview.shown is not None
    driver.click(driver.root.ids.camera)
    yield lambda: driver.dialog.title != ""
    for degrees, shape in ((0, (640, 480, 3)), (90, (480, 640, 3))):
        driver.click(driver.dialog.ids.rotate)
        yield lambda degrees=degrees: driver.controller.settings.rotate == degrees + 90
        yield lambda shape=shape: (shown := driver.ids.preview.shown) and shown.image.shape == shape
    driver.notes["rotate"] = driver.controller.settings.rotate


def choose_models(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a valid model called second and a damaged one called third."""
    driver.click(driver.root.ids.train)
    yield lambda: driver.root.screen.name == "train" and len(driver.ids.models.children) == 3
    cards = {card.model.name: card for card in driver.ids.models.children}
    driver.notes["in_use"] = [name for name, card in cards.items() if card.model.in_use]
    driver.click(driver.find("Use", cards["third"]))
    yield lambda: "is refused" in driver.root.notice
    driver.click(driver.find("Use", cards["second"]))
    yield (
        lambda: (
            driver.controller.models.current == "second"
            and driver.root.notice.startswith("Sameface now uses")
        )
    )
    yield lambda: [card.model.name for card in driver.ids.models.children if card.model.in_use] == ["second"]
    for view in (driver.ids.page, driver.ids.versions.parent):
        view.scroll_y = 0.0
    driver.root.screen.use_model("shipped")
    yield lambda: driver.controller.models.current == "shipped" and is_in_view(driver.ids.compared)
    driver.root.screen.use_model("second")
    yield lambda: driver.controller.models.current == "second"
    driver.click(driver.root.ids.verify)
    yield lambda: driver.ids.headline.text == "No references yet"


def go_everywhere_by_keys(driver: WindowDriver) -> Iterator[Condition]:
    seen = []
    for number in "23451":
        driver.press(number, "ctrl")
        yield lambda: True
        seen.append(driver.root.screen.name)
    driver.notes["screens"] = seen
    driver.press("tab")
    yield lambda: True
    driver.root.ids.train.focus = True
    driver.press("enter")
    yield lambda: driver.root.screen.name == "train"
    driver.notes["missing"] = driver.root.screen.missing
    driver.notes["can_start"] = not driver.ids.start.disabled


def receive_desktop_input(driver: WindowDriver) -> Iterator[Condition]:
    """The test clicks on *Collect* and presses q twice: back, and quit."""
    collect, window = driver.root.ids.collect, driver.window
    place = window.left + collect.center_x, window.top + window.height - collect.center_y
    print(json.dumps([round(pixels) for pixels in place]), flush=True)
    yield lambda: driver.root.screen.name == "collect"
    driver.notes["clicked"] = True
    print("clicked", flush=True)
    yield lambda: driver.root.screen.name == "verify"
    driver.notes["back"] = True
    print("back", flush=True)
    yield lambda: False


def fit_a_small_display(driver: WindowDriver) -> Iterator[Condition]:
    """Notes the width of the window and where the last button of the navigation ends."""
    camera = driver.root.ids.camera
    yield lambda: driver.window.width <= 800 and camera.right <= driver.window.width
    driver.notes["size"] = list(driver.window.size)
    driver.click(camera)
    yield lambda: driver.dialog.title != ""


def meet_a_stranger(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references in the folder that show a different person than the camera."""
    judged: list[str] = []
    yield lambda: driver.ids.headline.text == "Not verified"
    driver.notes["detail"] = driver.ids.detail.text

    def watch() -> bool:
        judged.append(driver.ids.headline.text)
        return len(judged) >= 60

    yield watch
    driver.notes["verified"] = judged.count("Verified")


def show_every_screen(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a person called Eileen with references. Saves a screenshot of each screen in the folder."""
    driver.root.use_person("Eileen")
    yield lambda: driver.root.person == "Eileen"
    shown = {
        "verify": lambda: driver.ids.headline.text == "Verified",
        "collect": lambda: driver.ids.headline.text == "Good enough to keep",
        "people": lambda: (
            driver.ids.enrol.ids.preview.shown is not None
            and len(driver.ids.references.ids.tiles.children) == driver.root.screen.references > 0
        ),
        "train": lambda: len(driver.ids.models.children) > 0,
        "history": lambda: len(driver.ids.attempts.children) > 0,
        "settings": lambda: driver.ids.preview.shown is not None,
        "welcome": lambda: [item.tone for item in driver.root.screen.checks] == ["good"] * 3,
    }
    for name, looks_right in shown.items():
        driver.root.navigate(name)
        yield after_frames(driver)
        yield looks_right
        driver.window.screenshot(name=str(driver.controller.paths.root / f"{name}.png"))


def after_frames(driver: WindowDriver, frames: int = 60) -> Condition:
    """True after so many camera frames, when the screen has settled."""
    newest = driver.controller.engine.frames.peek()
    first = newest.index if newest else 0

    def passed() -> bool:
        frame = driver.controller.engine.frames.peek()
        return frame is not None and frame.index >= first + frames

    return passed
