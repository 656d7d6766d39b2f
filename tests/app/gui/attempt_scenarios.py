"""One attempt to verify after another."""

import shutil
from collections.abc import Iterator

from app.camera import factory
from tests.app.gui.appearance_scenarios import is_visible
from tests.app.gui.photograph_scenarios import darkened
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks, is_in_view


def attempt_after_attempt(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references of the demo camera's face. The next attempt begins by button and by key."""
    endings = driver.notes["endings"] = []

    def has_ended() -> bool:
        return driver.root.screen.view.action == "Next attempt (space bar)"

    for begin in (lambda: driver.click(driver.ids.action), lambda: driver.press(" "), lambda: None):
        yield has_ended
        endings.append(driver.ids.headline.text)
        if len(endings) == 1:
            yield after_ticks(3)
            driver.screenshot("attempt-verified")
        begin()
        yield lambda: not has_ended() or len(endings) == 3
    driver.root.open_camera("demo:grace")
    yield lambda: driver.ids.time.text != "" and "So far" in driver.ids.detail.text
    driver.screenshot("attempt-checking")
    yield has_ended
    endings.append(driver.ids.headline.text)
    driver.notes["detail"] = driver.ids.detail.text
    yield after_ticks(3)
    driver.screenshot("attempt-refused")
    driver.click(driver.ids.stays_open)
    yield lambda: driver.ids.headline.text == "Not verified" and not has_ended()
    driver.notes["stays_open"] = driver.controller.settings.stays_open


def attempt_in_the_dark(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references of the demo camera's face. The night light is off until a button turns it on."""
    camera_class = factory.DemoCamera
    read = camera_class.read
    camera_class.read = lambda camera: darkened(read(camera))
    yield lambda: driver.ids.action.text == "Light up my face"
    driver.notes["lamp"] = driver.root.lamp_width
    yield after_ticks(3)
    driver.click(driver.ids.action)
    yield lambda: driver.root.lamp_width > 0
    driver.notes["detail"] = driver.ids.detail.text
    driver.notes["stored"] = driver.controller.settings.night_light


def delete_the_person(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references of the demo camera's face. Another process deletes them."""
    yield lambda: driver.ids.headline.text == "Verified"
    shutil.rmtree(driver.controller.paths.people / driver.controller.settings.person)
    yield lambda: driver.ids.headline.text == "No references yet"
    driver.notes["action"] = driver.ids.action.text


def attempt_and_correct(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references of the demo camera's face, and a threshold that everyone passes."""
    driver.root.open_camera("demo:grace")
    yield lambda: driver.ids.headline.text == "Verified" and not driver.ids.was_not_me.disabled
    yield after_ticks(3)
    driver.screenshot("correction-offered")
    driver.click(driver.ids.was_not_me)
    yield lambda: driver.ids.done.text != "" and driver.root.screen.correction.evidence is None
    driver.notes["done"] = driver.ids.done.text
    driver.notes["still"] = [driver.ids.headline.text, driver.ids.action.text]
    driver.press(" ")
    yield lambda: driver.ids.headline.text == "Not verified"
    driver.notes["refused"] = driver.ids.detail.text
    yield after_ticks(3)
    driver.screenshot("correction-done")
    yield lambda: driver.ids.remedy.get_root_window() is not None
    driver.click(driver.ids.remedy)
    yield lambda: driver.root.screen.name == "people"
    driver.root.navigate("verify")
    yield lambda: driver.ids.done.text != "" and driver.ids.headline.text == "Not verified"
    yield after_ticks(3)
    failures = failures_now(driver)
    driver.click(driver.ids.undo)
    yield lambda: driver.ids.done.text == "" and driver.root.notice != ""
    driver.notes["undone"] = [driver.ids.headline.text, failures_now(driver) - failures]
    driver.press("escape")
    driver.press(" ")
    yield lambda: driver.ids.headline.text == "Verified"
    driver.root.open_camera("demo")
    yield lambda: driver.ids.headline.text == "Checking"
    yield lambda: driver.ids.headline.text == "Verified" and not driver.ids.was_not_me.disabled
    driver.click(driver.ids.was_not_me)
    yield lambda: "nothing was changed" in driver.root.notice


def attempt_in_a_small_window(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references of the demo camera's face. Notes what is in view at twice the size of the text."""
    driver.window.size = (800, 544)
    driver.root.change_setting("text_size", 200)
    yield lambda: driver.root.screen.low and driver.ids.headline.text == "Verified"
    yield after_ticks(20)
    driver.notes["ended"] = [is_visible(driver, driver.ids[name]) for name in ("headline", "action")]
    driver.root.show_notice("Five lines of text at this size. " * 8)
    yield after_ticks(20)
    driver.notes["beside a notice"] = [
        is_visible(driver, driver.ids[name]) for name in ("headline", "action")
    ]
    driver.root.dismiss_notice()
    yield after_ticks(20)
    driver.root.screen.was_me()
    yield lambda: driver.ids.done.text != ""
    yield after_ticks(20)
    driver.notes["corrected"] = [is_visible(driver, driver.ids[name]) for name in ("done", "undo")]
    driver.press(" ")
    yield lambda: driver.ids.time.get_root_window() is not None
    yield after_ticks(5)
    driver.notes["begun"] = [is_visible(driver, driver.ids[name]) for name in ("headline", "detail")]
    driver.root.open_camera("A webcam of the meeting room on the fourth floor that is not plugged in")
    yield lambda: driver.ids.headline.text == "Camera problem"
    yield after_ticks(20)
    driver.notes["lost"] = [is_visible(driver, driver.ids[name]) for name in ("headline", "action")]
    driver.ids.scroll.scroll_to(driver.ids.detail, animate=False)
    yield after_ticks(3)
    driver.notes["scrolled"] = [is_visible(driver, driver.ids.detail), is_in_view(driver.ids.detail)]
    driver.window.size = (1100, 720)
    driver.root.change_setting("text_size", 100)
    yield lambda: not driver.root.screen.low
    yield after_ticks(20)
    driver.notes["share"] = driver.ids.preview.width / driver.root.screen.width


def failures_now(driver: WindowDriver) -> int:
    return driver.controller.limiter.status(driver.controller.settings.person).failures
