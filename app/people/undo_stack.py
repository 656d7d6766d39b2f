"""Changes that the user can undo, the last one first."""

from dataclasses import dataclass

from app.people.changes import Undo


@dataclass(frozen=True, slots=True)
class Change:
    """``words`` say what was done to ``person``."""

    undo: Undo
    words: str
    person: str


class UndoStack:
    """As long as the process runs."""

    def __init__(self) -> None:
        self._changes: list[Change] = []

    @property
    def words(self) -> str:
        """About the change that ``pop`` would return; empty without one."""
        return self._changes[-1].words if self._changes else ""

    def push(self, change: Change) -> None:
        self._changes.append(change)

    def pop(self) -> Change | None:
        """The last change, which is then no longer in the stack."""
        return self._changes.pop() if self._changes else None
