"""Each key stands for one thing, and on the sheet."""

from app.gui.navigation.shortcuts import WINDOW_SHORTCUTS, remove_shortcut, undo_shortcut


def test_no_key_does_two_things() -> None:
    keys = [key for shortcut in WINDOW_SHORTCUTS for key in shortcut.pressed]
    assert len(keys) == len(set(keys))


def test_a_key_of_a_screen_says_whether_it_had_something_to_do() -> None:
    class Screen:
        def undo(self) -> bool:
            return False

        def remove_selected(self) -> bool:
            return True

    undo, remove = undo_shortcut("Undo"), remove_shortcut()

    assert undo.run is not None
    assert remove.run is not None
    assert (undo.run(Screen()), remove.run(Screen())) == (False, True)
