"""What a user sees of an encrypted data folder, and after too many failures."""

from collections.abc import Iterator

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks


def unlock_the_data_folder(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a folder that is encrypted with "correct horse". Types a wrong one, cancels, looks at the other
    screens, and unlocks."""
    from app.gui.widgets.dialogs import TextDialog

    yield lambda: isinstance(driver.dialog, TextDialog)
    first = driver.dialog
    driver.notes["hidden"] = first.secret
    first.confirm("wrong horse")
    yield lambda: isinstance(driver.dialog, TextDialog) and driver.dialog is not first
    driver.notes["wrong"] = [driver.dialog.problem, driver.ids.headline.text]
    driver.press("escape")
    yield lambda: not isinstance(driver.dialog, TextDialog) and driver.ids.action.text == "Unlock …"
    driver.notices.clear()
    driver.root.navigate("people")
    yield lambda: driver.ids.unlock.get_root_window() is not None
    yield after_ticks(20)
    driver.notes["people"] = [driver.ids.guided.disabled, driver.ids.capture.disabled]
    driver.root.navigate("collect")
    yield lambda: driver.ids.unlock.get_root_window() is not None
    yield after_ticks(20)
    driver.notes["collect"] = driver.root.screen.ready
    driver.notes["notices"] = [notice for notice in driver.notices if notice]
    driver.click(driver.ids.unlock)
    yield lambda: isinstance(driver.dialog, TextDialog)
    driver.dialog.confirm("correct horse")
    yield lambda: driver.root.screen.ready and driver.ids.unlock.get_root_window() is None
    driver.root.navigate("verify")
    yield lambda: driver.ids.headline.text == "Verified"


def wait_after_failures(driver: WindowDriver) -> Iterator[Condition]:
    """Needs five failed attempts."""
    yield lambda: driver.ids.headline.text == "Too many failures"
    first = driver.ids.detail.text
    yield lambda: driver.ids.detail.text != first
    driver.notes["countdown"] = [first, driver.ids.detail.text]
    driver.controller.limiter.unlock("me")
    yield lambda: driver.ids.headline.text == "Verified"
