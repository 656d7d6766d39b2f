"""People and their references."""

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from app.gui.screens.base import BaseScreen
from app.gui.screens.enrol_panel import EnrolPanel
from app.gui.widgets import ConfirmationDialog, CropImage, ToggleOption
from app.presenters.people import PeopleView, PersonView, load_people, reference_words
from app.presenters.plurals import counted
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts
from app.storage.people import checked_person_name, folder_of

__all__ = ["EnrolPanel", "PeopleScreen", "PersonRow", "Thumbnail"]


class PersonRow(ToggleOption):
    """One person in the list; styled in people.kv."""

    person: PersonView = ObjectProperty(rebind=True)


class Thumbnail(CropImage):
    """One reference; styled in people.kv."""


class PeopleScreen(BaseScreen):
    person_name = StringProperty("")
    counts: CropCounts = ObjectProperty(CropCounts(), rebind=True)
    references = NumericProperty(0)
    reference_words = StringProperty("")

    def activate(self) -> None:
        self.worker.run(self.controller.judge_collection, failed=self.host.show_error)
        self.reload()

    def deactivate(self) -> None:
        self.ids.enrol.stop()

    def refresh(self) -> None:
        self.ids.enrol.refresh()

    def reload(self) -> None:
        """Reload people and references from the disk."""
        controller = self.controller
        self.worker.run(
            lambda: load_people(controller.crops, controller.references, controller.settings.person),
            self._show,
            self.host.show_error,
        )

    def add_person(self, name: str) -> None:
        """Add the person ``name`` if there is none, and switch all screens to them."""
        self.worker.run(lambda: self._create_person(name), self._select_person, self.host.show_error)

    def on_enrolled(self, summary: str, tone: Tone) -> None:
        self.host.show_notice(summary, tone)
        self.reload()

    def confirm_deletion(self) -> None:
        references = counted(self.references, "reference")
        ConfirmationDialog(
            title=f"Delete the references of {self.person_name}?",
            question=f"This permanently deletes {references}. The collected crops are kept.",
            verb="Delete",
            action=self._delete_references,
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
            lambda: self.controller.clear_references(person), lambda done: self.reload(), self.host.show_error
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
