"""The first run, as a new user sees it."""

import time
from collections.abc import Iterator

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks


def panel(driver: WindowDriver) -> dict[str, object]:
    """The named widgets of the current step."""
    return {name: widget for part in driver.ids.panel.children for name, widget in part.ids.items()}


def set_up_at_the_demo_camera(driver: WindowDriver) -> Iterator[Condition]:
    """From the first start to the first verification, and on to the Verify screen."""
    yield lambda: driver.root.screen.name == "welcome" and driver.root.screen.can_start
    panel(driver)["name"].text = ""
    yield lambda: panel(driver)["start"].disabled
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
