"""Persons and their references."""

from pathlib import Path
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.image import Image

from app.collector import CollectReport
from app.crop_store import CropCounts, CropKind
from app.gui.enrolment import Enrolment
from app.gui.page import Page
from app.gui.presenters.camera import is_mirrored
from app.gui.presenters.collect import present
from app.gui.presenters.people import PeopleView, PersonView, import_words, reference_words, survey
from app.gui.presenters.tone import Tone
from app.gui.presenters.words import counted
from app.gui.widgets import Choice, Confirmation, PathChooser
from app.people import checked_person_name, folder_of
from app.reference_store import references_from_folder
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder

MOST_THUMBNAILS = 120


class PersonRow(Choice):
    """One person of the list; looks are in people.kv."""

    person: PersonView = ObjectProperty()


class Thumbnail(Image):
    """One reference; looks are in people.kv."""


class PeoplePage(Page):
    name_shown = StringProperty("")
    counts: CropCounts = ObjectProperty(CropCounts(), rebind=True)
    references = NumericProperty(0)
    reference_words = StringProperty("")
    progress = StringProperty("")
    progress_share = NumericProperty(0.0)
    capturing = BooleanProperty(False)
    advice = StringProperty("")

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._enrolment: Enrolment | None = None

    def open(self) -> None:
        self.bridge.run(self.context.judge_collection, failed=self.shell.complain)
        self.survey()

    def close(self) -> None:
        self.stop_capture()

    def refresh(self) -> None:
        preview = self.ids.preview
        preview.mirrored = is_mirrored(self.context.settings.camera)
        preview.show(self.context.engine.frames.peek())
        report = self.context.engine.reports.peek()
        report = report if isinstance(report, CollectReport) else None
        view = present(report, self.readiness())
        self.advice = f"{view.headline}. {view.detail}"
        preview.mark(view.box, view.tone, report.frame if report else None)
        if self._enrolment and report:
            self._gather(self._enrolment, report)

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

    def capture(self, wanted: int) -> None:
        """Enrol from the camera."""
        self._enrolment = Enrolment(wanted)
        self._show_progress(self._enrolment)

    def stop_capture(self) -> None:
        """What was gathered is dropped."""
        self._enrolment = None
        self.capturing, self.progress, self.progress_share = False, "", 0.0

    def enrol_anchors(self) -> None:
        """The anchors collected so far become references."""
        self.bridge.run(self._anchors, self._enrol, self.shell.complain)

    def choose_folder(self) -> None:
        PathChooser("", title="A folder with photographs of the person", chosen=self.import_folder).open()

    def import_folder(self, folder: str) -> None:
        self.bridge.run(lambda: self._import(Path(folder)), self._enrolled, self.shell.complain)

    def ask_to_clear(self) -> None:
        Confirmation(
            title=f"Delete the references of {self.name_shown}?",
            question=f"{counted(self.references, 'reference').capitalize()} will be deleted for good. "
            "The collected crops stay.",
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

    def _gather(self, enrolment: Enrolment, report: CollectReport) -> None:
        enrolment.offer(report)
        self._show_progress(enrolment)
        if enrolment.done:
            self.stop_capture()
            self._enrol(enrolment.crops)

    def _show_progress(self, enrolment: Enrolment) -> None:
        self.capturing = True
        self.progress = f"{len(enrolment.crops)} of {enrolment.wanted}. Turn and nod slowly."
        self.progress_share = len(enrolment.crops) / enrolment.wanted

    def _anchors(self) -> list[RgbImage]:
        """On the worker thread. Raises ValueError when there are none."""
        crops, person = self.context.crops, self.context.settings.person
        paths = crops.paths(person, CropKind.ANCHOR)
        if not paths:
            raise ValueError(f"{person} has no anchors yet. Collect some, or enrol from the camera.")
        return [crops.load(path) for path in paths]

    def _enrol(self, crops: list[RgbImage]) -> None:
        person = self.context.settings.person
        sentence = f"{counted(len(crops), 'reference')} enrolled for {person}."
        self.bridge.run(
            lambda: self.context.enrol(crops), lambda done: self._enrolled(sentence), self.shell.complain
        )

    def _import(self, folder: Path) -> str:
        """On the worker thread, with a finder of its own: the other one belongs to the judge's."""
        found = references_from_folder(folder, MtcnnFinder())
        self.context.enrol(found.crops)
        return import_words(found, self.context.settings.person)

    def _enrolled(self, sentence: str) -> None:
        self.shell.tell(sentence, Tone.GOOD)
        self.survey()

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
            row = PersonRow(person=person, state="down" if person.chosen else "normal")
            row.bind(on_release=lambda pressed: self.shell.use_person(pressed.person.name))
            self.ids.people.add_widget(row)
        self.ids.references.clear_widgets()
        for path in view.references[-MOST_THUMBNAILS:]:
            self.ids.references.add_widget(Thumbnail(source=str(path)))
