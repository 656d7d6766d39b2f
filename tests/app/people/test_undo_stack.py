from app.people.undo_stack import Change, UndoStack


def change(name: str, done: list[str]) -> Change:
    return Change(lambda: done.append(name), f"{name} removed.", "Ada")


def test_every_change_can_be_undone_the_last_one_first() -> None:
    done: list[str] = []
    stack = UndoStack()
    for name in ("first", "second"):
        stack.push(change(name, done))

    assert stack.words == "second removed."
    while taken := stack.pop():
        taken.undo()
    assert done == ["second", "first"]
    assert stack.words == ""
