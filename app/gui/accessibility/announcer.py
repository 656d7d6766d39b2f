"""Chooses what a screen reader reads out without being asked."""

from collections.abc import Iterable

from app.gui.accessibility.accessible_widget import AccessibleWidget


class Announcer:
    """Words are read out once they stay the same for two updates, so that flickering ones stay silent.

    A new explanation alone is not read out: its figures may change with every frame.
    """

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._announced: dict[int, int] = {}

    def update(self, widgets: Iterable[AccessibleWidget]) -> str:
        """What to read out now; empty if there is nothing new."""
        current = {widget.number: widget for widget in widgets if widget.announcement}
        changes = {number: widget.changes for number, widget in current.items()}
        steady = {number: count for number, count in changes.items() if self._seen.get(number) == count}
        new = [number for number, count in steady.items() if self._announced.get(number) != count]
        self._seen, self._announced = changes, steady
        return " ".join(current[number].announcement for number in new)
