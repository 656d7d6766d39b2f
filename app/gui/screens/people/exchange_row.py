"""Export everyone to one encrypted file, and import such a file."""

from pathlib import Path
from typing import Any

from kivy.uix.boxlayout import BoxLayout

from app.gui.screens.base import ScreenPart
from app.gui.widgets import ConfirmationDialog, TextDialog
from app.gui.widgets.path_request import request_path
from app.people.changes import Undo
from app.people.undo_stack import Change
from app.presenters.people.exchange import imported_words, known_question, known_title
from app.presenters.tone import Tone
from app.system.file_dialog import DialogKind, FileDialog
from app.translation.catalogue import tr, translate
from app.vault.archive import OpenedArchive
from app.vault.passphrase import check_passphrase

ARCHIVE_SUFFIX = ".sameface"
EXPORT_NAME = f"people{ARCHIVE_SUFFIX}"


class ExchangeRow(ScreenPart, BoxLayout):
    """Part of the People screen; styled in exchange_row.kv."""

    screen: Any

    def export(self) -> None:
        """Write everyone to one encrypted file."""
        TextDialog(
            title=tr("Export all people"),
            explanation=tr("Choose a passphrase. Without it, nothing in the file can be read."),
            hint=tr("Passphrase"),
            secret=True,
            verb=tr("Export …"),
            check=check_passphrase,
            use_text=self._choose_target,
        ).open()

    def import_people(self) -> None:
        """Add the people of an encrypted file."""
        dialog = FileDialog(DialogKind.FILE, tr("Choose an exported file"))
        request_path(dialog, lambda file: self.import_file(Path(file)))

    def import_file(self, file: Path, problem: str = "") -> None:
        """Ask for the passphrase of ``file``, again after a ``problem`` with it."""
        people, worker = self.screen.controller.people, self.screen.worker
        TextDialog(
            title=tr("Import people"),
            explanation=tr("The passphrase of the file {file}:", file=file.name),
            problem=translate(problem),
            hint=tr("Passphrase"),
            secret=True,
            verb=tr("Import"),
            use_text=lambda passphrase: worker.run(
                lambda: people.open_archive(file, passphrase),
                self._confirm_import,
                lambda message: self.import_file(file, message),
            ),
        ).open()

    def _choose_target(self, passphrase: str) -> None:
        people, screen = self.screen.controller.people, self.screen
        dialog = FileDialog(DialogKind.SAVE, tr("Export to"), name=EXPORT_NAME)
        request_path(
            dialog,
            lambda file: screen.worker.run(
                lambda: people.export(Path(file), passphrase),
                lambda sentence: screen.host.show_notice(sentence, Tone.GOOD),
                screen.host.show_error,
            ),
        )

    def _confirm_import(self, archive: OpenedArchive) -> None:
        """Ask before anything is added to people who exist already."""
        if not archive.known or not archive.has_new:
            self._add(archive)
            return
        ConfirmationDialog(
            title=known_title(archive.known),
            question=known_question(archive.known),
            verb=tr("Add them"),
            action=lambda: self._add(archive),
        ).open()

    def _add(self, archive: OpenedArchive) -> None:
        people, screen = self.screen.controller.people, self.screen
        screen.worker.run(
            lambda: people.add_archive(archive),
            lambda done: self._show_import(*done),
            screen.host.show_error,
        )

    def _show_import(self, undo: Undo, added: list[Path]) -> None:
        words = imported_words(added)
        self.screen.host.show_notice(words, Tone.GOOD if added else Tone.CALM)
        if added:
            self.screen.offer_undo(Change(undo, words, self.screen.controller.settings.person))
        else:
            self.screen.undo_words = ""
