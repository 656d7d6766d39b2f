"""Whether there is a person to name at the top of the window."""

from typing import TYPE_CHECKING

from kivy.clock import Clock

from app.gui.screens.worker import BackgroundWorker
from app.storage.settings import Settings

if TYPE_CHECKING:
    from app.gui.main_window import MainWindow

PERIOD_S = 3.0
"""How often the data folder is checked until somebody is enrolled."""


class PeopleWatch:
    """Sets the window's ``has_people``. Before the first enrolment, the settings only hold a default name.
    ``enrolled``: whether anybody has references."""

    def __init__(self, window: "MainWindow", worker: BackgroundWorker) -> None:
        self._window = window
        self._worker = worker
        self._set(window.controller.has_references())
        window.bind(person=lambda *changed: self._set(self.enrolled))
        self._event = Clock.schedule_interval(lambda dt: self._look(), PERIOD_S)

    def close(self) -> None:
        self._event.cancel()

    def _look(self) -> None:
        if not self._window.has_people:
            self._worker.run(self._window.controller.has_references, self._set)

    def _set(self, enrolled: bool) -> None:
        self.enrolled = enrolled
        self._window.has_people = enrolled or self._window.person != Settings().person
