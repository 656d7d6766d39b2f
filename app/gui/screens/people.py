"""Persons and their references."""

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from app.gui.screens.base import BaseScreen
from app.gui.screens.enrol_panel import EnrolPanel
from app.gui.widgets import ConfirmationDialog, CropImage, ToggleOption
from app.presenters.people import PeopleView, PersonView, reference_words, survey
from app.presenters.plurals import counted
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts
from app.storage.people import checked_person_name, folder_of

__all__ = ["EnrolPanel", "PeopleScreen", "PersonRow", "Thumbnail"]


class PersonRow(ToggleOption):
    """One person of the list; looks are in people.kv."""

    person: PersonView = ObjectProperty(rebind=True)


class Thumbnail(CropImage):
    """One reference; looks are in people.kv."""


class PeopleScreen(BaseScreen):
    person_name = StringProperty("")
    counts: CropCounts = ObjectProperty(CropCounts(), rebind=True)
    references = NumericProperty(0)
    reference_words = StringProperty("")

    def activate(self) -> None:
        self.worker.run(self.controller.judge_collection, failed=self.host.show_error)
        self.survey()

    def deactivate(self) -> None:
        self.ids.enrol.stop()

    def refresh(self) -> None:
        self.ids.enrol.refresh()

    def survey(self) -> None:
        """Look again at who there is."""
        controller = self.controller
        self.worker.run(
            lambda: survey(controller.crops, controller.references, controller.settings.person),
            self._show,
            self.host.show_error,
        )

    def add_person(self, name: str) -> None:
        """Make somebody new, or somebody known, the person that everything is about."""
        self.worker.run(lambda: self._create_person(name), self._select_person, self.host.show_error)

    def enrolled(self, sentence: str) -> None:
        self.host.show_notice(sentence, Tone.GOOD)
        self.survey()

    def confirm_deletion(self) -> None:
        references = counted(self.references, "reference").capitalize()
        ConfirmationDialog(
            title=f"Delete the references of {self.person_name}?",
            question=f"{references} will be deleted for good. The collected crops stay.",
            verb="Delete",
            confirmed=self._delete_references,
        ).open()

    def _create_person(self, name: str) -> str:
        """On the worker thread. Raises PersonNameError and OSError."""
        person = checked_person_name(name)
        folder_of(self.controller.paths.people, person).mkdir(parents=True, exist_ok=True)
        return person

    def _select_person(self, person: str) -> None:
        self.ids.new_name.text = ""
        self.host.use_person(person)

    def _delete_references(self) -> None:
        person = self.controller.settings.person
        self.worker.run(
            lambda: self.controller.references.clear(person), lambda done: self.survey(), self.host.show_error
        )

    def _show(self, view: PeopleView) -> None:
        self.person_name, self.counts, self.references = view.name, view.counts, len(view.references)
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
        row.bind(on_release=lambda pressed: self.host.use_person(person.name))
        return row
