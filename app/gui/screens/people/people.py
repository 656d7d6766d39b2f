"""People, their references, and the faces that are refused."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from app.gui.gallery.gallery import Gallery
from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.navigation.focus import focused_widget, reveal
from app.gui.navigation.shortcuts import remove_shortcut, undo_shortcut
from app.gui.screens.base import BaseScreen
from app.gui.screens.people.enrol_panel import EnrolPanel
from app.gui.screens.people.exchange_row import ARCHIVE_SUFFIX, ExchangeRow
from app.gui.widgets import ConfirmationDialog, TextDialog, ToggleOption
from app.people.analysis import PersonAnalysis
from app.people.changes import Undo
from app.people.undo_stack import Change, UndoStack
from app.presenters.people.gallery import lookalike_words, summary_words
from app.presenters.people.people import PeopleView, PersonView, load_people, reference_words
from app.presenters.plurals import counted_pictures
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts
from app.storage.people import checked_person_name, folder_of, sweep_deleted
from app.translation.catalogue import tr, translatable

__all__ = ["EnrolPanel", "ExchangeRow", "Gallery", "PeopleScreen", "PersonRow"]

DROP_DELAY_S = 0.2
"""Files that are dropped together arrive one by one."""


class PersonRow(ToggleOption):
    """One person in the list; styled in people.kv."""

    person: PersonView = ObjectProperty(rebind=True)


class PeopleScreen(BaseScreen):
    parts: ClassVar = {
        "lock_notice": ("top", "LockNotice"),
        "new_person": ("list", "NewPersonRow"),
        "exchange": ("list", "ExchangeRow"),
        "person": ("details", "PersonPanel"),
        "reference_panel": ("details", "ReferencesPanel"),
        "refused_faces": ("details", "RefusedFaces"),
        "enrol": ("enrolment", "EnrolPanel"),
    }
    shortcuts = (remove_shortcut(), undo_shortcut(translatable("Undo the last removal")))
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
    locked = BooleanProperty(False)
    """Whether the data folder needs its passphrase."""

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._undo = UndoStack()
        self._dropped: list[Path] = []
        self._builder = GradualBuilder()
        self._warned_of = ""
        self._reveal_warning = Clock.create_trigger(lambda dt: reveal(self.ids.lookalikes))
        self._import_dropped = Clock.create_trigger(lambda dt: self._use_dropped(), DROP_DELAY_S)

    def activate(self) -> None:
        Window.bind(on_drop_file=self._on_drop)
        self._warned_of = ""
        self.worker.run(self.controller.judge_collection, failed=self.host.show_error)
        self.reload()

    def deactivate(self) -> None:
        Window.unbind(on_drop_file=self._on_drop)
        self.ids.enrol.stop()
        for gallery in (self.ids.references, self.ids.refused):
            gallery.pause()

    def shut_down(self) -> None:
        """Deleted data can no longer be restored."""
        sweep_deleted(self.controller.paths.people)

    def refresh(self) -> None:
        self.locked = self.controller.vault.needs_passphrase
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

    def rename(self) -> None:
        person, people = self.person_name, self.controller.people
        TextDialog(
            title=tr("Rename {person}", person=person),
            text=person,
            verb=tr("Rename"),
            check=lambda name: people.check_name(person, name),
            use_text=lambda name: self.worker.run(
                lambda: self.controller.rename_person(person, name), self._select_person, self.host.show_error
            ),
        ).open()

    def confirm_person_deletion(self) -> None:
        person = self.person_name
        ConfirmationDialog(
            title=tr("Delete {person}?", person=person),
            question=tr(
                "This deletes all references and crops of {person}. You can undo this until you quit. Past "
                "attempts stay in the history, where you can erase them.",
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

    def remove_selected(self) -> bool:
        """Returns whether there is a picture to remove."""
        return bool(self.ids.references.remove() or self.ids.refused.remove())

    def undo(self) -> bool:
        """Returns whether there was a removal."""
        change = self._undo.pop()
        self.undo_words = self._undo.words
        if change:
            self.worker.run(change.undo, lambda done: self._return_to(change.person), self.host.show_error)
        return change is not None

    def _forget_pictures(self) -> None:
        self.worker.run(
            self.controller.forget_pictures, lambda done: self.reload(), failed=self.host.show_error
        )

    def _delete_person(self, person: str) -> None:
        """Then show another person, if there is one."""
        self.worker.run(
            lambda: self.controller.people.remove(person),
            lambda undo: self._leave(person, undo),
            self.host.show_error,
        )

    def _leave(self, person: str, undo: Undo) -> None:
        self._keep_undo(Change(undo, tr("{person} is deleted.", person=person), person))
        others = [row.person.name for row in self.ids.people.children[::-1] if row.person.name != person]
        self._return_to(others[0] if others else person)

    def _remove(self, paths: list[Path]) -> None:
        person = self.controller.settings.person
        words = tr("{pictures} of {person} removed.", pictures=counted_pictures(len(paths)), person=person)
        self.worker.run(
            lambda: self.controller.people.remove_pictures(person, paths),
            lambda undo: self.offer_undo(Change(undo, words, person)),
            self.host.show_error,
        )

    def offer_undo(self, change: Change) -> None:
        self._keep_undo(change)
        self.reload()

    def _keep_undo(self, change: Change) -> None:
        self._undo.push(change)
        self.undo_words = self._undo.words

    def _return_to(self, person: str) -> None:
        """Show ``person``, who may be shown already."""
        if person == self.controller.settings.person:
            self.reload()
        else:
            self.host.use_person(person)

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
        if self.controller.vault.needs_passphrase:
            return
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
        self._show_warning(analysis.lookalikes[0].name if analysis.lookalikes else "")

    def _show_warning(self, lookalike: str) -> None:
        """Once for each ``lookalike``, and not while the user types or presses keys elsewhere."""
        if lookalike and lookalike != self._warned_of and focused_widget(self) is None:
            self._reveal_warning()
        self._warned_of = lookalike

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
        archives = [path for path in dropped if path.suffix.lower() == ARCHIVE_SUFFIX]
        for archive in archives[:1]:
            self.ids.exchange.import_file(archive)
        self.ids.enrol.import_paths([path for path in dropped if path not in archives])
