"""What a user does with references and people by keys; see ``tests.app.gui.test_application_people``."""

from collections.abc import Iterator

from tests.app.gui.window_driver import Condition, WindowDriver


def remove_and_undo_by_keys(driver: WindowDriver) -> Iterator[Condition]:
    """Needs eight references."""
    driver.press("3", "ctrl")
    yield lambda: driver.root.screen.references == 8 == len(tiles(driver))
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


def tiles(driver: WindowDriver) -> list[object]:
    return driver.ids.references.ids.tiles.children[::-1]


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
