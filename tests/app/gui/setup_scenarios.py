"""The first run, as a new user sees it."""

import time
from collections.abc import Iterator

from tests.app.gui.appearance_scenarios import is_visible
from tests.app.gui.camera_scenarios import FaultyCamera, use_faulty_camera
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks, is_in_view


def panel(driver: WindowDriver) -> dict[str, object]:
    """The named widgets of the current step."""
    ids = driver.ids
    parts = [*ids.panel.children, *ids.beside.children, *ids.footer.children]
    return {name: widget for part in parts for name, widget in part.ids.items()}


def set_up_at_the_demo_camera(driver: WindowDriver) -> Iterator[Condition]:
    """From the first start to the first verification, and on to the Verify screen."""
    yield lambda: driver.root.screen.name == "welcome" and driver.root.screen.can_start
    panel(driver)["name"].text = ""
    yield lambda: panel(driver)["start"].disabled and "missing" in panel(driver)
    yield lambda: driver.root.screen.missing != ""
    driver.notes["missing"] = panel(driver)["missing"].text
    panel(driver)["name"].text = "Ada"
    yield lambda: all(item.tone == "good" for item in driver.root.screen.checks)
    driver.screenshot("welcome")
    driver.click(panel(driver)["start"])
    yield lambda: driver.root.screen.step == "sides" and driver.root.screen.enrolment.share > 0
    driver.notes["prompt"] = panel(driver)["prompt"].text
    driver.screenshot("sides")
    yield lambda: driver.root.screen.step == "done"
    driver.notes["first_verification_s"] = time.perf_counter() - driver.started
    driver.notes["first_verification_clicks"] = driver.clicks
    driver.notes["verdict"] = panel(driver)["verdict"].text
    driver.notes["stored"] = panel(driver)["stored"].text
    yield after_ticks(3)
    driver.screenshot("first-verification")
    driver.click(panel(driver)["finish"])
    yield lambda: driver.root.screen.name == "verify" and driver.ids.headline.text == "Verified"
    driver.notes["person"] = driver.root.person


def set_up_without_a_camera(driver: WindowDriver) -> Iterator[Condition]:
    """No webcam: the welcome offers the demo camera at once."""
    yield lambda: driver.root.screen.no_camera != ""
    yield after_ticks(3)
    driver.screenshot("no-camera")
    driver.notes["words"] = driver.root.screen.no_camera
    driver.click(panel(driver)["demo"])
    yield lambda: driver.controller.settings.camera == "demo"
    yield lambda: driver.root.screen.can_start and driver.root.screen.no_camera == ""
    driver.notes["camera"] = driver.controller.settings.camera
    driver.click(panel(driver)["leave"])
    yield lambda: driver.root.screen.name == "verify"


def set_up_with_a_camera_that_is_unplugged(driver: WindowDriver) -> Iterator[Condition]:
    """In the middle of the enrolment; it continues when the camera is back."""
    use_faulty_camera(driver)
    yield from begin(driver, "Ada")
    yield lambda: driver.root.screen.enrolment.share > 0
    FaultyCamera.fault = "unplugged"
    yield lambda: driver.root.banner != ""
    driver.notes["prompt"] = driver.root.screen.enrolment.prompt
    FaultyCamera.fault = ""
    yield lambda: driver.root.screen.step == "done"


def set_up_and_start_over(driver: WindowDriver) -> Iterator[Condition]:
    """Needs thresholds that nobody passes. Starts over while the references are still being stored."""
    references = driver.controller.references
    yield from begin(driver, "Ada")
    yield lambda: driver.root.screen.step == "check" and len(references.paths("Ada")) > 0
    driver.notes["stored"] = len(references.paths("Ada"))
    yield after_ticks(3)
    driver.click(driver.find("Start over"))
    yield lambda: driver.root.screen.step == "start" and references.paths("Ada") == []
    yield lambda: driver.root.screen.can_start


def set_up_with_a_name_that_exists(driver: WindowDriver) -> Iterator[Condition]:
    """Needs references of a person called me."""
    yield lambda: driver.controller.ready
    driver.root.navigate("welcome")
    yield from begin(driver, "me")
    yield lambda: hasattr(driver.dialog, "question")
    driver.notes["question"] = driver.dialog.question
    driver.press("escape")
    yield lambda: driver.dialog is driver.root
    driver.notes["step"] = driver.root.screen.step
    driver.click(panel(driver)["start"])
    yield lambda: hasattr(driver.dialog, "question")
    driver.click(driver.find("Yes, add my face", driver.dialog))
    yield lambda: driver.root.screen.step == "sides"
    for other in ("grace", "me"):
        driver.controller.change(person=other)
        driver.root.screen.activate()
        driver.notes[other] = driver.root.screen.step


def set_up_in_a_low_window(driver: WindowDriver) -> Iterator[Condition]:
    """Notes what is in view before anyone scrolls: beside the picture, and below it where text is twice as
    large; there how far the page is above the buttons, and what gives way to a banner."""
    driver.window.size = (800, 420)
    yield lambda: driver.root.screen.name == "welcome" and "start" in panel(driver)
    yield after_ticks(20)
    driver.notes["beside"] = [driver.root.screen.narrow, driver.ids.side.overflows, seen(driver, "start")]
    yield from begin(driver, "Ada")
    yield lambda: driver.root.screen.step == "sides" and "skip" in panel(driver)
    driver.window.size = (792, 544)
    driver.root.change_setting("text_size", 200)
    yield lambda: driver.root.screen.narrow
    yield after_ticks(20)
    page, footer = driver.ids.page, driver.ids.footer
    driver.notes["below"] = [page.overflows, seen(driver, "skip"), seen(driver, "detail")]
    driver.notes["above the buttons"] = (
        page.to_window(0, page.y)[1] - footer.to_window(0, footer.children[0].top)[1]
    )
    yield lambda: driver.root.screen.step == "done" and "finish" in panel(driver)
    yield after_ticks(20)
    driver.notes["done"] = [page.overflows, seen(driver, "finish"), seen(driver, "verdict")]
    driver.root.open_camera("/no/such/recording.mp4")
    yield lambda: driver.root.banner != "" and driver.ids.preview.is_empty
    yield after_ticks(20)
    picture = driver.ids.preview.parent
    driver.notes["without a picture"] = [page.height == driver.root.screen.height, picture.height]


def seen(driver: WindowDriver, name: str) -> bool:
    """Whether the widget of this name is in the window, and in every view that it is in."""
    widget = panel(driver)[name]
    return is_visible(driver, widget) and is_in_view(widget)


def begin(driver: WindowDriver, name: str) -> Iterator[Condition]:
    yield lambda: driver.root.screen.name == "welcome" and driver.root.screen.can_start
    yield lambda: "name" in panel(driver) and driver.root.screen.checks[-1].tone == "good"
    panel(driver)["name"].text = name
    yield after_ticks(2)
    driver.click(panel(driver)["start"])
