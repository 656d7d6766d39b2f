"""People, their references, and the faces that are refused."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from app.gui.gallery.gallery import Gallery
from app.gui.gradual_builder import GradualBuilder
from app.gui.screens.base import BaseScreen
from app.gui.screens.people.enrol_panel import EnrolPanel
from app.gui.widgets import ConfirmationDialog, TextDialog, ToggleOption
from app.gui.widgets.path_request import request_path
from app.people.analysis import PersonAnalysis
from app.people.changes import Undo
from app.presenters.people.gallery import lookalike_words, summary_words
from app.presenters.people.people import PeopleView, PersonView, load_people, reference_words
from app.presenters.plurals import counted_pictures
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts
from app.storage.people import checked_person_name, folder_of, sweep_deleted
from app.system.file_dialog import DialogKind, FileDialog
from app.translation.catalogue import tr

__all__ = ["EnrolPanel", "Gallery", "PeopleScreen", "PersonRow"]

EXPORT_NAME = "people.sameface"
DROP_DELAY_S = 0.2
"""Files that are dropped together arrive one by one."""


class PersonRow(ToggleOption):
    """One person in the list; styled in people.kv."""

    person: PersonView = ObjectProperty(rebind=True)


class PeopleScreen(BaseScreen):
    parts: ClassVar = {
        "new_person": ("list", "NewPersonRow"),
        "exchange": ("list", "ExchangeRow"),
        "person": ("details", "PersonPanel"),
        "reference_panel": ("details", "ReferencesPanel"),
        "refused_faces": ("details", "RefusedFaces"),
        "enrol": ("enrolment", "EnrolPanel"),
    }
    stacked = BooleanProperty(False)
    """Too narrow for three columns: they are stacked and scroll together."""
    person_name = StringProperty("")
    counts: CropCounts = ObjectProperty(CropCounts(), rebind=True)
    references = NumericProperty(0)
    pictures = NumericProperty(0)
    reference_words = StringProperty("")
    usefulness_words = StringProperty("")
    lookalikes = StringProperty("")
    has_refused = BooleanProperty(False)
    undo_words = StringProperty("")

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._undo: Undo | None = None
        self._dropped: list[Path] = []
        self._builder = GradualBuilder()
        self._import_dropped = Clock.create_trigger(lambda dt: self._use_dropped(), DROP_DELAY_S)

    def activate(self) -> None:
        Window.bind(on_drop_file=self._on_drop)
        self.worker.run(self.controller.judge_collection, failed=self.host.show_error)
        self.reload()

    def deactivate(self) -> None:
        Window.unbind(on_drop_file=self._on_drop)
        self.ids.enrol.stop()

    def shut_down(self) -> None:
        """Deleted data can no longer be restored."""
        sweep_deleted(self.controller.paths.people)

    def refresh(self) -> None:
        self.ids.enrol.refresh()

    def reload(self) -> None:
        """Reload people and references from the disk."""
        self.worker.run(self._load, self._show, self.host.show_error)

    def add_person(self, name: str) -> None:
        """Add the person ``name`` if there is none, and switch all screens to them."""
        self.worker.run(lambda: self._create_person(name), self._select_person, self.host.show_error)

    def finish_enrolment(self, summary: str, tone: Tone) -> None:
        self.host.show_notice(summary, tone)
        self.reload()

    def enrol_with_guidance(self) -> None:
        self.host.navigate("welcome")

    def export(self) -> None:
        """Write everyone to one encrypted file."""
        TextDialog(
            title=tr("Export all people"),
            explanation=tr("Choose a passphrase. Without it, nothing in the file can be read."),
            hint=tr("Passphrase"),
            secret=True,
            verb=tr("Export …"),
            use_text=self._export_with,
        ).open()

    def import_people(self) -> None:
        """Add the people of an encrypted file."""
        dialog = FileDialog(DialogKind.FILE, tr("Choose an exported file"))
        request_path(dialog, self._import_from)

    def rename(self) -> None:
        person = self.person_name
        TextDialog(
            title=tr("Rename {person}", person=person),
            text=person,
            verb=tr("Rename"),
            use_text=lambda name: self.worker.run(
                lambda: self.controller.rename_person(person, name), self._select_person, self.host.show_error
            ),
        ).open()

    def confirm_person_deletion(self) -> None:
        person = self.person_name
        ConfirmationDialog(
            title=tr("Delete {person}?", person=person),
            question=tr(
                "This deletes all references and crops of {person}. You can undo this until you quit.",
                person=person,
            ),
            verb=tr("Delete"),
            action=lambda: self._delete_person(person),
        ).open()

    def confirm_deletion(self) -> None:
        paths = list(self.ids.references.paths)
        ConfirmationDialog(
            title=tr("Delete the references of {person}?", person=self.person_name),
            question=tr("The collected crops are kept. You can undo this until you quit."),
            verb=tr("Delete"),
            action=lambda: self._remove(paths),
        ).open()

    def confirm_forgetting(self) -> None:
        ConfirmationDialog(
            title=tr("Delete the pictures of {person}'s references?", person=self.person_name),
            question=tr(
                "Their embeddings are kept, so verification does not change. To use another model, you must "
                "then enrol again. You cannot undo this."
            ),
            verb=tr("Delete pictures"),
            action=self._forget_pictures,
        ).open()

    def remove_picture(self, path: Path) -> None:
        self._remove([path])

    def name_look(self, path: Path, look: str) -> None:
        person = self.controller.settings.person
        self.worker.run(
            lambda: self.controller.people.looks.write(person, path, look),
            lambda done: self.reload(),
            self.host.show_error,
        )

    def undo(self) -> None:
        undo, self._undo, self.undo_words = self._undo, None, ""
        if undo:
            self.worker.run(undo, lambda done: self.reload(), self.host.show_error)

    def _export_with(self, passphrase: str) -> None:
        people, dialog = (
            self.controller.people,
            FileDialog(DialogKind.SAVE, tr("Export to"), name=EXPORT_NAME),
        )
        request_path(dialog, lambda file: self._run_and_say(lambda: people.export(Path(file), passphrase)))

    def _import_from(self, file: str) -> None:
        people = self.controller.people
        TextDialog(
            title=tr("Import people"),
            explanation=tr("The passphrase of the file:"),
            hint=tr("Passphrase"),
            secret=True,
            verb=tr("Import"),
            use_text=lambda passphrase: self._run_and_say(lambda: people.import_from(Path(file), passphrase)),
        ).open()

    def _run_and_say(self, work: Callable[[], str]) -> None:
        self.worker.run(work, self._say_and_reload, self.host.show_error)

    def _say_and_reload(self, sentence: str) -> None:
        self.host.show_notice(sentence, Tone.GOOD)
        self.reload()

    def _forget_pictures(self) -> None:
        self.worker.run(
            self.controller.forget_pictures, lambda done: self.reload(), failed=self.host.show_error
        )

    def _delete_person(self, person: str) -> None:
        self._change(lambda: self.controller.people.remove(person), tr("{person} is deleted.", person=person))

    def _remove(self, paths: list[Path]) -> None:
        person = self.controller.settings.person
        words = tr("{pictures} removed.", pictures=counted_pictures(len(paths)))
        self._change(lambda: self.controller.people.remove_pictures(person, paths), words)

    def _change(self, change: Callable[[], Undo], words: str) -> None:
        self.worker.run(change, lambda undo: self._offer_undo(undo, words), self.host.show_error)

    def _offer_undo(self, undo: Undo, words: str) -> None:
        self._undo, self.undo_words = undo, words
        self.reload()

    def _load(self) -> PeopleView:
        people, chosen = self.controller.people, self.controller.settings.person
        return load_people(people.crops, people.references, people.counter_examples, people.looks, chosen)

    def _create_person(self, name: str) -> str:
        """On the worker thread. Raises PersonNameError and OSError."""
        person = checked_person_name(name)
        folder_of(self.controller.paths.people, person).mkdir(parents=True, exist_ok=True)
        return person

    def _select_person(self, person: str) -> None:
        self.ids.new_name.text = ""
        self.host.use_person(person)

    def _show(self, view: PeopleView) -> None:
        self.person_name, self.counts = view.name, view.counts
        self.references, self.pictures = view.references, view.pictures
        self.reference_words = reference_words(view.references, view.pictures)
        self.ids.enrol.anchors = view.counts.anchor
        self._show_people(view.people)
        self.ids.references.show(view.shown)
        self.ids.refused.show(view.refused)
        self.has_refused = bool(view.refused)
        self.usefulness_words = self.lookalikes = ""
        chosen, thresholds = view.name, self.controller.thresholds
        self.worker.run(
            lambda: self.controller.people.analyze(chosen, thresholds),
            self._show_analysis,
            self.host.show_error,
        )

    def _show_analysis(self, analysis: PersonAnalysis) -> None:
        self.ids.references.show_usefulness(analysis.usefulness)
        self.usefulness_words = summary_words(list(analysis.usefulness.values()))
        self.lookalikes = lookalike_words(self.person_name, analysis.lookalikes)

    def _show_people(self, people: Sequence[PersonView]) -> None:
        rows = {row.person.name: row for row in self.ids.people.children}
        self.ids.people.clear_widgets()
        self._builder.cancel()
        self._builder.build(partial(self._add_row, person, rows.get(person.name)) for person in people)

    def _add_row(self, person: PersonView, row: PersonRow | None) -> None:
        """``row``: of an earlier time, if there is one."""
        if row is None:
            row = PersonRow(person=person)
            row.bind(on_release=lambda pressed: self.host.use_person(person.name))
        row.person, row.state = person, "down" if person.chosen else "normal"
        self.ids.people.add_widget(row)

    def _on_drop(self, window: object, name: bytes, *position: object) -> None:
        self._dropped.append(Path(name.decode("utf-8", "surrogateescape")))
        self._import_dropped()

    def _use_dropped(self) -> None:
        dropped, self._dropped = self._dropped, []
        self.ids.enrol.import_paths(dropped)
