"""The attempts so far: filter, export and erase them."""

from functools import partial
from pathlib import Path
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.audit.chain import ChainReport
from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.screens.base import BaseScreen
from app.gui.widgets import ConfirmationDialog
from app.gui.widgets.path_request import request_path
from app.history.attempt_record import AttemptRecord
from app.history.history_store import export_csv
from app.presenters.history.history import (
    AttemptView,
    HistoryFilter,
    audit_words,
    count_words,
    filtered,
    load_picture,
    present_attempt,
)
from app.presenters.tone import Tone
from app.system.file_dialog import DialogKind, FileDialog
from app.translation.catalogue import current_language, tr

PAGE = 20
"""Attempts that are listed at first, and added by the button."""
EXPORT_NAME = "sameface-history.csv"


class AttemptRow(BoxLayout):
    """One attempt; styled in history.kv."""

    attempt: AttemptView = ObjectProperty(rebind=True)

    def show(self, attempt: AttemptView) -> None:
        self.attempt = attempt
        self.ids.picture.show_crop(attempt.picture)


class HistoryScreen(BaseScreen):
    count_words = StringProperty("")
    audit_words = StringProperty("")
    audit_tone = StringProperty(Tone.CALM)
    filter = StringProperty(HistoryFilter.ALL)
    only_person = BooleanProperty(False)
    stored = NumericProperty(0)
    hidden = NumericProperty(0)
    """Attempts that pass the filter and are not listed yet."""

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._records: list[AttemptRecord] = []
        self._filtered: list[AttemptRecord] = []
        self._language = ""
        self._builder = GradualBuilder()
        self._spare: list[AttemptRow] = []

    def activate(self) -> None:
        self.controller.stop_judging()
        self.worker.run(self._load, self._show_records, self.host.show_error)
        self.worker.run(self.controller.audit.check, self._show_audit, self.host.show_error)

    def choose_filter(self, chosen: str) -> None:
        self.filter = chosen
        self._show_records(self._records)

    def choose_person(self, only_person: bool) -> None:
        self.only_person = only_person
        self._show_records(self._records)

    def show_more(self) -> None:
        """List the next page of attempts."""
        listed = len(self._filtered) - self.hidden
        self.hidden = max(0, len(self._filtered) - listed - PAGE)
        records = self._filtered
        self.worker.run(
            lambda: [self._view(record) for record in records[listed : listed + PAGE]],
            lambda views: self._add_rows(records, views),
            self.host.show_error,
        )

    def _view(self, record: AttemptRecord) -> AttemptView:
        """On the worker thread, which reads the picture."""
        return present_attempt(record, load_picture(self.controller.history.picture(record)))

    def _add_rows(self, records: list[AttemptRecord], views: list[AttemptView]) -> None:
        """Unless another filter was chosen meanwhile."""
        if records is self._filtered:
            self._builder.build(partial(self._add_row, view) for view in views)

    def _add_row(self, view: AttemptView) -> None:
        row = self._spare.pop() if self._spare else AttemptRow(attempt=view)
        row.show(view)
        self.ids.attempts.add_widget(row)

    def export(self) -> None:
        """Write the listed attempts, those that the filter lets through, to a file."""
        dialog = FileDialog(DialogKind.SAVE, tr("Export the history"), name=EXPORT_NAME)
        request_path(dialog, self._export)

    def confirm_erasure(self) -> None:
        ConfirmationDialog(
            title=tr("Erase the history?"),
            question=tr(
                "This permanently deletes all attempts and their pictures. The audit log still shows "
                "that they took place, without pictures or similarities."
            ),
            verb=tr("Erase"),
            action=self._erase,
        ).open()

    def _load(self) -> list[AttemptRecord]:
        """On the worker thread. Raises StoreError."""
        self.controller.history.forget_older(self.controller.settings.audit_days)
        return self.controller.history.records()

    def _show_records(self, records: list[AttemptRecord]) -> None:
        self._records, self.stored = records, len(records)
        person = self.controller.settings.person if self.only_person else ""
        wanted = filtered(records, HistoryFilter(self.filter), person)
        recorded = self.controller.settings.keep_history
        self.count_words = count_words(len(wanted), len(records), recorded=recorded)
        if (wanted, current_language()) == (self._filtered, self._language):
            return
        self._filtered, self._language = wanted, current_language()
        self.hidden = len(wanted)
        self._builder.cancel()
        self._spare += self.ids.attempts.children
        self.ids.attempts.clear_widgets()
        self.show_more()

    def _show_audit(self, report: ChainReport) -> None:
        self.audit_words, self.audit_tone = audit_words(report)

    def _export(self, path: str) -> None:
        records = list(self._filtered)
        self.worker.run(
            lambda: export_csv(records, Path(path)),
            lambda done: self.host.show_notice(tr("The history is in {path}.", path=path), Tone.GOOD),
            self.host.show_error,
        )

    def _erase(self) -> None:
        self.worker.run(
            self.controller.history.erase, lambda done: self._show_records([]), self.host.show_error
        )
