"""What the window does with people: rename, delete, compare."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.lockout.try_limiter import TryLimiter
from app.people.analysis import PersonAnalysis, analyze_person
from app.people.changes import (
    Undo,
    free_person_name,
    removal_of,
    remove_files,
    remove_person,
    rename_person,
)
from app.people.crop_check import CropCheck
from app.references.counter_examples import CounterExampleStore
from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropStore
from app.storage.errors import StoreError
from app.storage.looks import LookStore
from app.translation.catalogue import tr
from app.vault.archive import OpenedArchive, export_people, open_archive
from model.messages.message import Message
from model.runtime.bundle import Bundle
from model.terminal.plurals import counted
from model.verification.decision import Thresholds


class PeopleManager:
    """Methods run on any thread. All raise StoreError, and those with ``person`` PersonNameError."""

    def __init__(
        self, people_folder: Path, load_bundle: Callable[[], Bundle], limiter: TryLimiter, audit: AuditLog
    ) -> None:
        self.folder = people_folder
        self.crops = CropStore(people_folder)
        self.references = ReferenceStore(people_folder)
        self.counter_examples = CounterExampleStore(people_folder)
        self.looks = LookStore(people_folder)
        self._load_bundle = load_bundle
        self._limiter = limiter
        self._audit = audit

    def analyze(self, person: str, thresholds: Thresholds) -> PersonAnalysis:
        """How useful the references are, and who looks like the person. Raises BundleError."""
        names = [one.name for one in self.references.people()]
        return analyze_person(self.references, person, names, self._load_bundle(), thresholds)

    def check_crops(self, person: str, thresholds: Thresholds) -> CropCheck:
        """To flag doubtful crops. Raises BundleError and NoReferencesError."""
        return CropCheck(self.references, person, self._load_bundle(), thresholds)

    def remove_pictures(self, person: str, paths: Sequence[Path]) -> Undo:
        """Delete references, or faces that are refused."""
        undo = remove_files(list(paths))
        self._audit.record(AuditEvent.REFERENCES_DELETED, person, counted(len(paths), "picture"))
        return undo

    def remove(self, person: str) -> Undo:
        """Delete all data of ``person``. Failed attempts stay counted."""
        undo = remove_person(self.folder, person)
        self._audit.record(AuditEvent.PERSON_DELETED, person)
        return undo

    def export(self, file: Path, passphrase: str) -> str:
        """Write everyone's pictures and embeddings to one encrypted file. Returns a sentence. Raises
        VaultError for a passphrase that is too short."""
        count = export_people(self.folder, file, passphrase)
        self._audit.record(AuditEvent.EXPORTED, detail=counted(count, "file"))
        return tr("Exported to {file}. It cannot be read without the passphrase.", file=file)

    def open_archive(self, file: Path, passphrase: str) -> OpenedArchive:
        """What ``export`` wrote. Raises VaultError, and LockedError for a wrong passphrase."""
        return open_archive(self.folder, file, passphrase)

    def add_archive(self, archive: OpenedArchive) -> tuple[Undo, list[Path]]:
        """Add everyone in it; existing files stay. Returns also the new files."""
        added = archive.add()
        self._audit.record(AuditEvent.IMPORTED, detail=counted(len(added), "file"))
        return removal_of(added), added

    def check_name(self, person: str, name: str) -> str:
        """Returns the ``name`` as it is stored. Raises PersonNameError, and StoreError when ``person`` cannot
        have it: failed attempts are counted by name, so there must not be any."""
        stored = free_person_name(self.folder, person, name)
        if self._limiter.status(person).failures:
            raise StoreError(
                Message(
                    "{person} has failed attempts that are still counted. Verify {person} once, then rename.",
                    person=person,
                )
            )
        return stored

    def rename(self, person: str, name: str) -> str:
        """Returns the new name. Raises as ``check_name``."""
        self.check_name(person, name)
        new = rename_person(self.folder, person, name)
        self._audit.record(AuditEvent.PERSON_RENAMED, person, new)
        return new
