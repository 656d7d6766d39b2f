"""Enrol references from the camera, from collected anchors or from a folder of photographs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.capture.collector import CollectReport
from app.capture.enrolment import Enrolment as CameraEnrolment
from app.gui.screens.base import BaseScreen
from app.gui.widgets import ConfirmationDialog
from app.gui.widgets.path_request import request_path
from app.presenters.camera import is_mirrored
from app.presenters.collect import present
from app.presenters.people.people import import_tone, import_words
from app.presenters.people.photographs import PhotographsQuestion, question_of
from app.presenters.plurals import enrolled_words
from app.presenters.readiness import blocking_state
from app.presenters.tone import Tone
from app.references.enrolment import Enrolment
from app.references.extraction import ExtractedReferences
from app.system.file_dialog import DialogKind, FileDialog
from app.translation.catalogue import tr
from model.vision.frame import RgbImage


@dataclass(frozen=True, eq=False, slots=True)
class FoundReferences:
    """``question``: to ask before they are added; None if they can be."""

    found: ExtractedReferences
    person: str
    question: PhotographsQuestion | None = None


class EnrolPanel(BoxLayout):
    """Part of the People screen. The event ``on_enrolled`` carries a summary and its tone."""

    screen: BaseScreen = ObjectProperty()
    anchors = NumericProperty(0)
    advice = StringProperty("")
    progress = StringProperty("")
    share = NumericProperty(0.0)
    ready = BooleanProperty(False)
    capturing = BooleanProperty(False)
    reading = NumericProperty(0)
    """How many imports wait for their result."""
    __events__ = ("on_enrolled",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._capture: CameraEnrolment | None = None

    def on_enrolled(self, summary: str, tone: Tone) -> None:
        """Overridden in .kv files."""

    def refresh(self) -> None:
        engine, preview = self.screen.controller.engine, self.ids.preview
        preview.mirrored = is_mirrored(self.screen.controller.settings.camera)
        preview.show(engine.frames.peek())
        report = self.screen.controller.collection_reports.peek()
        readiness = self.screen.readiness()
        self.ready = blocking_state(readiness) is None
        view = present(report, readiness)
        self.advice = f"{view.headline}. {view.detail}"
        preview.mark(view.box, view.tone, report.frame if report else None)
        if self._capture and report:
            self._offer(self._capture, report)

    def capture(self, wanted: int) -> None:
        """Capture ``wanted`` crops from the camera and enrol them."""
        self._capture = CameraEnrolment(wanted)
        self._show_progress(self._capture)

    def stop(self) -> None:
        """Discard the captured crops."""
        self._capture = None
        self.capturing, self.progress, self.share = False, "", 0.0

    def enrol_anchors(self) -> None:
        """Enrol all collected anchors as references."""
        self._find(self._sources.in_anchors, ask=False)

    def choose_folder(self) -> None:
        title = tr("Choose a folder of photographs of the person")
        request_path(FileDialog(DialogKind.FOLDER, title), self.import_folder)

    def import_folder(self, folder: str) -> None:
        self._find(lambda person: self._sources.in_folder(person, Path(folder)))

    def import_paths(self, paths: list[Path]) -> None:
        """Add references from files and folders that were dropped on the window."""
        for folder in filter(Path.is_dir, paths):
            self.import_folder(str(folder))
        files = [path for path in paths if not path.is_dir()]
        if files:
            self._find(lambda person: self._sources.in_files(person, files))

    @property
    def _sources(self) -> Enrolment:
        return self.screen.controller.enrolment

    def _offer(self, enrolment: CameraEnrolment, report: CollectReport) -> None:
        enrolment.offer(report)
        self._show_progress(enrolment)
        if enrolment.done:
            self.stop()
            self._enrol(enrolment.crops)

    def _show_progress(self, enrolment: CameraEnrolment) -> None:
        self.capturing = True
        self.progress = tr(
            "{taken} of {wanted}. Turn and nod slowly.", taken=len(enrolment.crops), wanted=enrolment.wanted
        )
        self.share = len(enrolment.crops) / enrolment.wanted

    def _enrol(self, crops: list[RgbImage]) -> None:
        controller = self.screen.controller
        summary = enrolled_words(len(crops), controller.settings.person)
        self.screen.worker.run(
            lambda: controller.enrol(crops, from_camera=True),
            lambda done: self.dispatch("on_enrolled", summary, Tone.GOOD),
            self.screen.host.show_error,
        )

    def _find(self, find: Callable[[str], ExtractedReferences], *, ask: bool = True) -> None:
        """``find``: new references of a person, on the worker thread. ``ask`` before faces are added that do
        not look like the person."""
        self.reading += 1
        self.screen.worker.run(lambda: self._question(find, ask), self._add_or_ask, self._show_failure)

    def _question(self, find: Callable[[str], ExtractedReferences], ask: bool) -> FoundReferences:
        """On the worker thread."""
        controller = self.screen.controller
        person = controller.settings.person
        found = find(person)
        if not ask or not found.crops:
            return FoundReferences(found, person)
        check = controller.people.check_crops(person, controller.thresholds)
        decisions = [check.compare(crop) for crop in found.crops]
        return FoundReferences(found, person, question_of(decisions, person))

    def _add_or_ask(self, references: FoundReferences) -> None:
        if references.question is None:
            self._add(references)
            return
        self._finish_reading()
        ConfirmationDialog(
            title=references.question.title,
            question=references.question.words,
            verb=references.question.verb,
            action=lambda: self._add_after_question(references),
        ).open()

    def _add_after_question(self, references: FoundReferences) -> None:
        self.reading += 1
        self._add(references)

    def _add(self, references: FoundReferences) -> None:
        found = references.found
        result = import_words(found, references.person), import_tone(found)
        self.screen.worker.run(
            lambda: self.screen.controller.enrol(found.crops),
            lambda done: self._show_result(result),
            self._show_failure,
        )

    def _show_result(self, result: tuple[str, Tone]) -> None:
        self._finish_reading()
        self.dispatch("on_enrolled", *result)

    def _show_failure(self, message: str) -> None:
        self._finish_reading()
        self.screen.host.show_error(message)

    def _finish_reading(self) -> None:
        self.reading = max(0, self.reading - 1)
