"""Opens the dialogs of the window, for pictures of them and for tests."""

from collections.abc import Callable, Iterator

from app.translation.catalogue import tr
from tests.app.gui.scenarios import after_frames
from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks

PASSPHRASE = "correct horse battery"


def open_dialogs(driver: WindowDriver, look: Callable[[str], object]) -> Iterator[Condition]:
    """Opens one dialog after another, and calls ``look`` with the name of each. Needs references."""
    for screen, name, show in (
        ("verify", "help", lambda: driver.root.show_help()),
        ("verify", "camera", lambda: driver.root.choose_camera()),
        ("verify", "menu", lambda: driver.root.show_menu()),
        ("welcome", "help-setup", lambda: driver.root.show_help()),
        ("welcome", "same-person", lambda: driver.root.screen.start(driver.root.person)),
        ("history", "erase", lambda: driver.root.screen.confirm_erasure()),
        ("people", "delete-person", lambda: driver.root.screen.confirm_person_deletion()),
        ("people", "rename", lambda: driver.root.screen.rename()),
        ("people", "export", lambda: driver.ids.exchange.export()),
        ("evaluate", "folder", lambda: driver.root.screen.browse()),
    ):
        driver.root.navigate(screen)
        yield after_frames(driver, 5)
        show()
        yield lambda: driver.dialog is not driver.root
        yield after_ticks(15)
        look(name)
        driver.press("escape")
        yield lambda: driver.dialog is driver.root


def photograph_exchange(driver: WindowDriver) -> Iterator[Condition]:
    """A name that is taken, a short passphrase, and a file of people who are here already."""
    file = driver.controller.paths.root / "people.sameface"
    driver.root.navigate("people")
    yield lambda: driver.root.screen.references > 0
    driver.root.screen.rename()
    yield from photograph_problem(driver, "Grace", "name-taken")
    driver.ids.exchange.export()
    yield from photograph_problem(driver, "short", "passphrase-short")
    driver.controller.people.export(file, PASSPHRASE)
    driver.controller.people.remove_pictures("Eileen", driver.controller.references.paths("Eileen")[:1])
    driver.ids.exchange.import_file(file)
    yield lambda: driver.dialog is not driver.root
    first = driver.dialog
    first.confirm("wrong horse battery")
    yield lambda: driver.dialog not in (first, driver.root)
    yield after_ticks(15)
    driver.screenshot("import-wrong-passphrase")
    driver.dialog.confirm(PASSPHRASE)
    yield lambda: hasattr(driver.dialog, "question")
    yield after_ticks(15)
    driver.screenshot("import-existing-person")
    driver.dialog.confirm()
    yield lambda: driver.root.screen.undo_words != "" and driver.dialog is driver.root
    driver.ids.exchange.import_file(file)
    yield lambda: driver.dialog is not driver.root
    driver.dialog.confirm(PASSPHRASE)
    yield lambda: driver.root.notice == tr("Everything in this file is here already.")
    yield after_ticks(15)
    driver.screenshot("import-nothing-new")


def photograph_problem(driver: WindowDriver, text: str, name: str) -> Iterator[Condition]:
    """``text`` cannot be used in the dialog that opens."""
    yield lambda: driver.dialog is not driver.root
    driver.dialog.ids.field.text = text
    driver.dialog.confirm(text)
    yield lambda: driver.dialog.problem != ""
    yield after_ticks(15)
    driver.screenshot(name)
    driver.press("escape")
    yield lambda: driver.dialog is driver.root
