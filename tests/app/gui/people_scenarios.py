"""What a user does with references and people by keys; see ``tests.app.gui.test_application_people``."""

from collections.abc import Iterator
from pathlib import Path

from tests.app.gui.window_driver import Condition, WindowDriver, after_ticks


def remove_and_undo_by_keys(driver: WindowDriver) -> Iterator[Condition]:
    """Needs eight references."""
    driver.press("3", "ctrl")
    yield lambda: driver.root.screen.references == 8 == len(tiles(driver))
    lines = [one for one in tiles(driver)[0].canvas.children if type(one).__name__ == "TextLine"]
    driver.notes["lines"] = [(bool(line.text), line.size[0] > 0 < line.size[1]) for line in lines]
    driver.notes["without_a_selection"] = driver.root.screen.remove_selected()
    tiles(driver)[0].focus = True
    for key in ("right", "right", "left"):
        driver.press(key)
    driver.notes["focused"] = [tile.focus for tile in tiles(driver)].index(True)
    second, third = tiles(driver)[1].path, tiles(driver)[2].path
    for removed in (second, third):
        driver.press("delete")
        yield lambda removed=removed: removed not in [tile.path for tile in tiles(driver)]
        yield lambda: any(tile.focus for tile in tiles(driver))
    driver.notes["after_removals"] = driver.root.screen.references
    driver.notes["focused_then"] = [tile.focus for tile in tiles(driver)].index(True)
    for count in (7, 8):
        driver.press("z", "ctrl")
        yield lambda count=count: driver.root.screen.references == count == len(tiles(driver))
    driver.notes["words"] = driver.root.screen.undo_words
    driver.notes["nothing_left"] = driver.root.screen.undo()


def select_and_be_warned(driver: WindowDriver) -> Iterator[Condition]:
    """Selects a picture whose details are below the window, and then meets a lookalike. Needs twelve
    references in a window that is stacked."""
    from tests.app.gui.appearance_scenarios import is_visible

    driver.press("3", "ctrl")
    yield lambda: driver.root.screen.usefulness_words != "" and len(tiles(driver)) > 0
    yield after_ticks(10)
    gallery, page = driver.ids.references, driver.ids.page
    driver.notes["stacked"] = driver.root.screen.stacked
    driver.notes["edges"] = [
        gallery.x - tiles(driver)[0].x,
        max(tile.right for tile in tiles(driver)) - gallery.right,
    ]
    driver.click(tiles(driver)[-1])
    yield lambda: gallery.detail.title != ""
    yield after_ticks(20)
    driver.notes["seen"] = [is_visible(driver, one) for one in (tiles(driver)[-1], gallery.ids["remove"])]
    controller, screen = driver.controller, driver.root.screen
    controller.references.enrol("Collins", controller.references.load("me", "").crops[:4])
    page.scroll_y = 0
    screen.reload()
    yield lambda: screen.lookalikes != ""
    yield after_ticks(20)
    driver.notes["warned"] = is_visible(driver, driver.ids.lookalikes)
    page.scroll_y = 0
    screen.reload()
    yield lambda: screen.lookalikes == ""
    yield lambda: screen.lookalikes != ""
    yield after_ticks(20)
    driver.notes["warned again"] = is_visible(driver, driver.ids.lookalikes)


def tiles(driver: WindowDriver) -> list[object]:
    return driver.ids.references.ids.tiles.children[::-1]


def drop_files(driver: WindowDriver) -> Iterator[Condition]:
    """Needs a folder called dropped. Notes what the window says of each of its files, alone and together."""
    folder = driver.controller.paths.root / "dropped"
    driver.root.navigate("people")
    yield lambda: driver.root.screen.person_name == "me"
    said = driver.notes["said"] = {}
    for path in [*sorted(folder.iterdir()), folder, folder / "gone.jpg"]:
        driver.root.show_notice("")
        driver.window.dispatch("on_drop_file", str(path).encode(), 0, 0)
        yield lambda: driver.ids.enrol.reading > 0
        said[path.name] = [driver.ids.enrol.ids.progress.text]
        yield lambda: driver.ids.enrol.reading == 0
        if hasattr(driver.dialog, "question"):
            yield from answer_question(driver, path)
        yield lambda: driver.root.notice != ""
        said[path.name].append(driver.root.notice)


def answer_question(driver: WindowDriver, path: Path) -> Iterator[Condition]:
    """First with no, then drops the file again and answers with yes. Notes how many references there were
    after each."""
    driver.notes.setdefault("asked", {})[path.name] = [driver.dialog.title, driver.dialog.question]
    before = driver.root.screen.references
    driver.press("escape")
    yield lambda: driver.dialog is driver.root
    yield after_ticks(20)
    people = driver.controller.people.references
    driver.notes["added before the answer"] = len(people.paths("me")) - before
    driver.window.dispatch("on_drop_file", str(path).encode(), 0, 0)
    yield lambda: hasattr(driver.dialog, "question")
    yield after_ticks(3)
    driver.click(driver.find("Add it", driver.dialog))
    yield lambda: driver.dialog is driver.root and driver.root.screen.references == before + 1


def drop_an_archive(driver: WindowDriver) -> Iterator[Condition]:
    """Imports people by dropping a file, meets somebody, takes the import back, and deletes a person."""
    people, file = driver.controller.people, driver.controller.paths.root / "all.sameface"
    people.export(file, "correct horse")
    references = people.references.paths("me")
    people.remove_pictures("me", references[:3])
    driver.root.navigate("people")
    yield lambda: driver.root.screen.references == len(references) - 3
    driver.window.dispatch("on_drop_file", str(file).encode(), 0, 0)
    yield lambda: hasattr(driver.dialog, "secret")
    driver.dialog.confirm("correct horse")
    yield lambda: hasattr(driver.dialog, "question")
    yield after_ticks(3)
    driver.notes["question"] = [driver.dialog.title, driver.dialog.question]
    driver.click(driver.find("Add them", driver.dialog))
    yield lambda: driver.root.screen.references == len(references) and driver.dialog is driver.root
    driver.notes["imported"] = driver.root.screen.undo_words
    driver.press("z", "ctrl")
    yield lambda: driver.root.screen.references == len(references) - 3
    driver.root.screen.rename()
    driver.dialog.confirm("con")
    driver.notes["problem"] = driver.dialog.problem
    driver.press("escape")
    yield lambda: driver.dialog is driver.root
    driver.root.screen.add_person("Zoë")
    yield lambda: driver.root.person == "Zoë" == driver.root.screen.person_name
    driver.root.screen.confirm_person_deletion()
    yield after_ticks(3)
    driver.click(driver.find("Delete", driver.dialog))
    yield lambda: driver.root.person == "me" == driver.root.screen.person_name
    yield lambda: driver.dialog is driver.root
    yield lambda: len(driver.ids.people.children) == 1
    driver.notes["people"] = [row.person.name for row in driver.ids.people.children]
    driver.press("z", "ctrl")
    yield lambda: driver.root.person == "Zoë" == driver.root.screen.person_name
    yield lambda: len(driver.ids.people.children) > 1
    driver.notes["restored"] = sorted(row.person.name for row in driver.ids.people.children)


def list_keys(driver: WindowDriver) -> Iterator[Condition]:
    """Notes which keys the window uses, and which of each screen's have no action."""
    from app.gui.navigation.shortcuts import FOCUS_KEYS, WINDOW_SHORTCUTS

    listed = {key for shortcut in WINDOW_SHORTCUTS for key in shortcut.pressed}
    used = set(driver.root.keyboard.actions)
    driver.notes["unlisted"] = sorted(used - listed)
    driver.notes["without_effect"] = sorted(listed - used - FOCUS_KEYS)
    driver.notes["of_both"] = []
    for name in driver.root.screens.names:
        driver.root.navigate(name)
        yield lambda name=name: driver.root.screen.name == name
        own = [key for shortcut in driver.root.screen.shortcuts for key in shortcut.pressed]
        driver.notes["of_both"] += sorted(used.intersection(own))
        driver.notes["without_effect"] += [one.keys for one in driver.root.screen.shortcuts if not one.run]
