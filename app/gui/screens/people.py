"""Persons and their references."""

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from app.gui.screens.base import Page
from app.gui.screens.enrol_panel import EnrolPanel
from app.gui.widgets import Choice, Confirmation, Crop
from app.presenters.people import PeopleView, PersonView, reference_words, survey
from app.presenters.plurals import counted
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts
from app.storage.people import checked_person_name, folder_of

__all__ = ["EnrolPanel", "PeoplePage", "PersonRow", "Thumbnail"]


class PersonRow(Choice):
    """One person of the list; looks are in people.kv."""

    person: PersonView = ObjectProperty(rebind=True)


class Thumbnail(Crop):
    """One reference; looks are in people.kv."""


class PeoplePage(Page):
    name_shown = StringProperty("")
    counts: CropCounts = ObjectProperty(CropCounts(), rebind=True)
    references = NumericProperty(0)
    reference_words = StringProperty("")

    def open(self) -> None:
        self.bridge.run(self.context.judge_collection, failed=self.shell.complain)
        self.survey()

    def close(self) -> None:
        self.ids.enrol.stop()

    def refresh(self) -> None:
        self.ids.enrol.refresh()

    def survey(self) -> None:
        """Look again at who there is."""
        context = self.context
        self.bridge.run(
            lambda: survey(context.crops, context.references, context.settings.person),
            self._show,
            self.shell.complain,
        )

    def add_person(self, name: str) -> None:
        """Make somebody new, or somebody known, the person that everything is about."""
        self.bridge.run(lambda: self._make_room(name), self._added, self.shell.complain)

    def enrolled(self, sentence: str) -> None:
        self.shell.tell(sentence, Tone.GOOD)
        self.survey()

    def ask_to_clear(self) -> None:
        references = counted(self.references, "reference").capitalize()
        Confirmation(
            title=f"Delete the references of {self.name_shown}?",
            question=f"{references} will be deleted for good. The collected crops stay.",
            verb="Delete",
            confirmed=self._clear,
        ).open()

    def _make_room(self, name: str) -> str:
        """On the worker thread. Raises PersonNameError and OSError."""
        person = checked_person_name(name)
        folder_of(self.context.paths.people, person).mkdir(parents=True, exist_ok=True)
        return person

    def _added(self, person: str) -> None:
        self.ids.new_name.text = ""
        self.shell.use_person(person)

    def _clear(self) -> None:
        person = self.context.settings.person
        self.bridge.run(
            lambda: self.context.references.clear(person), lambda done: self.survey(), self.shell.complain
        )

    def _show(self, view: PeopleView) -> None:
        self.name_shown, self.counts, self.references = view.name, view.counts, len(view.references)
        self.reference_words = reference_words(view.references)
        self.ids.people.clear_widgets()
        for person in view.people:
            self.ids.people.add_widget(self._row(person))
        self.ids.references.clear_widgets()
        for picture in view.thumbnails:
            thumbnail = Thumbnail()
            thumbnail.show_crop(picture)
            self.ids.references.add_widget(thumbnail)

    def _row(self, person: PersonView) -> PersonRow:
        row = PersonRow(person=person, state="down" if person.chosen else "normal")
        row.bind(on_release=lambda pressed: self.shell.use_person(person.name))
        return row
