from app.gui.accessibility.accessible_widget import AccessibleWidget, Role
from app.gui.accessibility.announcer import Announcer


def label(words: str, changes: int = 1, number: int = 1) -> AccessibleWidget:
    return AccessibleWidget(number, Role.LABEL, words, (0, 0, 1, 1), announcement=words, changes=changes)


def announced(*updates: list[AccessibleWidget]) -> list[str]:
    announcer = Announcer()
    return [announcer.update(widgets) for widgets in updates]


def test_words_that_stay_are_read_out_once():
    verified = label("Verified.")

    assert announced([verified], [verified], [verified]) == ["", "Verified.", ""]


def test_flickering_words_stay_silent():
    assert announced(*([label("Too dark.", changes)] for changes in range(6))) == [""] * 6


def test_a_new_explanation_alone_is_not_read_out():
    counts = [[label(f"Verified. {count} of 12")] for count in range(9, 13)]

    assert announced(*counts) == ["", "Verified. 10 of 12", "", ""]


def test_an_equal_verdict_of_the_next_attempt_is_read_out_again():
    first, second = label("Verified.", 1), label("Verified.", 3)

    assert announced([first], [first], [second], [second]) == ["", "Verified.", "", "Verified."]


def test_what_was_hidden_is_read_out_again():
    notice = label("Kept.")

    assert announced([notice], [notice], [], [notice], [notice]) == ["", "Kept.", "", "", "Kept."]


def test_two_labels_are_read_out_together():
    both = [label("Verified."), label("No camera.", number=2)]

    assert announced(both, both) == ["", "Verified. No camera."]


def test_a_widget_without_an_announcement_is_never_read_out():
    button = AccessibleWidget(3, Role.BUTTON, "Undo", (0, 0, 1, 1))

    assert announced([button], [button]) == ["", ""]
