"""Pictures of the window, saved in the data folder; see ``tests.app.gui.every_state``."""

from collections.abc import Iterator
from dataclasses import replace

from app.camera import factory
from app.translation.catalogue import current_language, tr
from app.translation.language import Language
from model.vision.frame import Frame
from tests.app.gui.camera_scenarios import FaultyCamera, use_faulty_camera
from tests.app.gui.dialog_photographs import open_dialogs, photograph_exchange
from tests.app.gui.job_photographs import PERSONAL_MODEL, photograph_jobs
from tests.app.gui.page_photographs import photograph_pages
from tests.app.gui.scenarios import after_frames
from tests.app.gui.setup_scenarios import panel
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks, bring_into_view

DARKNESS = 8
"""The brightness of the camera is divided by it: a face is found, but it is too dark."""


def photograph_screens(driver: WindowDriver) -> Iterator[Condition]:
    """Every screen, page by page. Needs a person called Eileen with references."""
    yield from use_eileen(driver)
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield after_frames(driver, 40)
        yield after_ticks(20)
        yield from photograph_pages(driver, name)


def photograph_dialogs(driver: WindowDriver) -> Iterator[Condition]:
    """Every dialog that the window has. Needs a person called Eileen with references."""
    yield from use_eileen(driver)
    yield from open_dialogs(driver, driver.screenshot)
    yield from photograph_exchange(driver)


def photograph_failure(driver: WindowDriver) -> Iterator[Condition]:
    """Every screen while there is no camera."""
    yield lambda: driver.root.banner != ""
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield after_ticks(15)
        driver.screenshot(name)


def photograph_lost_camera(driver: WindowDriver) -> Iterator[Condition]:
    """The camera freezes, is unplugged, and ends as a recording does. Needs Eileen with references."""
    use_faulty_camera(driver)
    yield from use_eileen(driver)
    yield lambda: driver.ids.headline.text == tr("Verified")
    for fault in ("frozen", "unplugged"):
        FaultyCamera.fault = fault
        yield lambda: driver.root.banner != ""
        yield after_ticks(10)
        driver.screenshot(fault)
        FaultyCamera.fault = ""
        yield lambda: driver.root.banner == ""
    FaultyCamera.fault = "ended"
    yield lambda: driver.root.banner != ""
    driver.press(" ")
    yield lambda: driver.ids.headline.text == tr("Not finished")
    yield after_ticks(10)
    driver.screenshot("ended")


def photograph_night_light(driver: WindowDriver) -> Iterator[Condition]:
    """The demo camera shows its portrait in the dark."""
    camera_class = factory.DemoCamera
    read = camera_class.read
    camera_class.read = lambda camera: darkened(read(camera))
    yield from use_eileen(driver)
    yield lambda: driver.root.lamp_width > 0
    yield after_ticks(60)
    driver.screenshot("verify")


def photograph_corrections(driver: WindowDriver) -> Iterator[Condition]:
    """Each answer to "That was me" and "That was not me", and its undo. Needs Eileen with references."""
    yield from use_eileen(driver)
    yield from photograph_answer(driver, "was_me", "that-was-me")
    yield from click_in_view(driver, "was_not_me")
    yield lambda: driver.root.notice != ""
    yield after_ticks(10)
    driver.screenshot("refused")
    driver.root.open_camera("demo:grace")
    yield lambda: driver.controller.settings.camera == "demo:grace"
    yield after_frames(driver, 5)
    driver.press(" ")
    yield lambda: driver.root.screen.correction.evidence is None
    yield from photograph_answer(driver, "was_not_me", "that-was-not-me")
    yield lambda: offers_correction(driver)
    yield from click_in_view(driver, "was_me")
    yield lambda: driver.dialog is not driver.root
    yield after_ticks(15)
    driver.screenshot("is-this-you")


def photograph_answer(driver: WindowDriver, button: str, name: str) -> Iterator[Condition]:
    yield after_ticks(10)
    yield lambda: offers_correction(driver)
    yield after_ticks(10)
    driver.screenshot(f"{name}-offered")
    yield from click_in_view(driver, button)
    yield lambda: driver.ids.done.text != "" and driver.ids.undo.get_root_window() is not None
    yield after_ticks(10)
    driver.screenshot(name)
    yield from click_in_view(driver, "undo")
    yield lambda: driver.ids.done.text == "" and driver.root.notice != ""
    yield after_ticks(10)
    driver.screenshot(f"{name}-undone")
    driver.press("escape")
    yield lambda: driver.root.notice == "" and offers_correction(driver)


def click_in_view(driver: WindowDriver, button: str) -> Iterator[Condition]:
    driver.ids.scroll.scroll_to(driver.ids[button], animate=False)
    yield after_ticks(3)
    driver.click(driver.ids[button])


def offers_correction(driver: WindowDriver) -> bool:
    correction = driver.root.screen.correction
    ended = driver.root.screen.view.action == "Next attempt (space bar)"
    return ended and correction.evidence is not None and driver.ids.was_me.get_root_window() is not None


def photograph_locked_vault(driver: WindowDriver) -> Iterator[Condition]:
    """Needs an encrypted data folder."""
    yield lambda: driver.dialog is not driver.root
    yield after_ticks(20)
    driver.screenshot("question")
    first = driver.dialog
    first.confirm("wrong horse")
    yield lambda: driver.dialog not in (first, driver.root)
    yield after_ticks(20)
    driver.screenshot("wrong")
    driver.press("escape")
    yield lambda: driver.dialog is driver.root
    for name in ("verify", "people", "collect"):
        driver.root.navigate(name)
        yield after_frames(driver, 10)
        yield after_ticks(15)
        driver.screenshot(name)


def photograph_work(driver: WindowDriver) -> Iterator[Condition]:
    """Screens in the middle of their work. Needs Eileen, and a report of an evaluation."""
    yield from use_eileen(driver)
    yield from photograph_people(driver)
    yield from photograph_lookalike(driver)
    yield from photograph_collection(driver)
    yield from photograph_jobs(driver)
    yield from photograph_models(driver)


def photograph_people(driver: WindowDriver) -> Iterator[Condition]:
    """A picture that is selected, and one that was removed."""
    driver.root.navigate("people")
    yield lambda: len(driver.ids.references.ids.tiles.children) == driver.root.screen.references > 0
    tiles = list(driver.ids.references.ids.tiles.children)
    driver.click(tiles[-2])
    yield after_frames(driver, 30)
    yield from photograph_pages(driver, "picture-selected")
    driver.root.screen.remove_picture(tiles[-1].path)
    yield lambda: driver.root.screen.undo_words != ""
    yield after_frames(driver, 30)
    yield from photograph_pages(driver, "picture-removed")
    driver.root.screen.undo()
    yield lambda: driver.root.screen.references == len(tiles) and driver.root.screen.usefulness_words != ""


def photograph_lookalike(driver: WindowDriver) -> Iterator[Condition]:
    """Two people whom the model cannot tell apart: they have the same references."""
    controller, screen = driver.controller, driver.root.screen
    controller.references.enrol("Collins", controller.references.load("Eileen", "").crops[:4])
    screen.reload()
    yield lambda: screen.lookalikes != ""
    bring_into_view(screen.ids.lookalikes)
    yield after_ticks(10)
    driver.screenshot("people-alike")
    screen.ids.references.ids.tiles.children[-1].focus = True
    screen.name_look(
        screen.ids.references.paths[0], "Brille" if current_language() is Language.GERMAN else "glasses"
    )
    yield after_ticks(40)
    yield from photograph_pages(driver, "look-named")


def photograph_collection(driver: WindowDriver) -> Iterator[Condition]:
    """An anchor of somebody else, a negative that looks like the person, its removal, and an automatic
    capture."""
    driver.root.navigate("collect")
    driver.root.open_camera("demo:grace")
    yield lambda: driver.root.screen.ready and driver.controller.settings.camera == "demo:grace"
    yield after_frames(driver, 30)
    driver.root.screen.keep("anchor")
    yield lambda: driver.root.screen.doubt != ""
    yield after_ticks(10)
    yield from photograph_pages(driver, "anchor-questioned")
    driver.root.screen.remove_doubtful()
    driver.root.open_camera("demo")
    yield lambda: driver.controller.settings.camera == "demo"
    yield after_frames(driver, 30)
    driver.root.navigate("people")
    driver.root.navigate("collect")
    yield lambda: driver.root.screen.ready
    driver.root.screen.keep("negative")
    yield lambda: driver.root.screen.doubt != ""
    yield after_ticks(10)
    yield from photograph_pages(driver, "negative-questioned")
    driver.root.screen.remove_doubtful()
    yield lambda: driver.root.screen.undo_words != ""
    yield after_frames(driver, 30)
    yield from photograph_pages(driver, "crop-removed")
    driver.root.screen.capture("positive")
    yield after_frames(driver, 30)
    yield from photograph_pages(driver, "capturing")
    driver.root.screen.stop()


def photograph_models(driver: WindowDriver) -> Iterator[Condition]:
    """Another model in use, and the previous one again. Needs ``PERSONAL_MODEL``."""
    driver.root.navigate("train")
    yield after_ticks(40)
    driver.root.screen.use_model(PERSONAL_MODEL)
    yield lambda: driver.root.screen.change.summary != ""
    yield after_ticks(40)
    yield from photograph_pages(driver, "model-adopted")
    driver.root.screen.roll_back()
    yield lambda: driver.controller.models.current == "shipped"
    yield after_ticks(40)
    yield from photograph_pages(driver, "model-rolled-back")


def set_up_photographs(driver: WindowDriver) -> Iterator[Condition]:
    """Each step of the first run. Needs an empty data folder."""
    yield lambda: driver.root.screen.name == "welcome" and driver.root.screen.can_start
    yield lambda: [item.tone for item in driver.root.screen.checks] == ["good"] * 3
    yield lambda: "name" in panel(driver)
    panel(driver)["name"].text = "Ada"
    yield after_ticks(20)
    yield from photograph_pages(driver, "start")
    driver.root.screen.start("Ada")
    yield lambda: driver.root.screen.step == "sides" and driver.root.screen.enrolment.can_skip
    yield after_ticks(10)
    yield from photograph_pages(driver, "pose")
    yield lambda: driver.root.screen.step in ("check", "done") and "finish" in panel(driver)
    yield after_ticks(8)
    driver.screenshot("check")
    yield lambda: driver.root.screen.step == "done"
    yield after_ticks(10)
    yield from photograph_pages(driver, "done")


def use_eileen(driver: WindowDriver) -> Iterator[Condition]:
    driver.root.use_person("Eileen")
    yield lambda: driver.root.person == "Eileen"
    yield lambda: driver.controller.engine.frames.peek() is not None


def darkened(frame: Frame) -> Frame:
    return replace(frame, image=frame.image // DARKNESS)
