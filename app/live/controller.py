"""The window's controller: settings, stores, engine and model."""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.audit.recorded_tries import tries_at
from app.camera.factory import open_source
from app.camera.latest import Latest
from app.capture.collector import Collector, CollectReport
from app.history.attempt_record import AttemptRecord
from app.history.history_store import HistoryStore
from app.live.engine import Engine
from app.live.judge import Judge, reporting
from app.live.throttle import JudgeThrottle
from app.live.training_process import TrainingJob, training_command
from app.live.verification.attempt_history import recorded_judge
from app.live.verification.corrections import Corrections
from app.live.verification.stored_faces import StoredFaces
from app.liveness.camera_identity import identify_camera
from app.liveness.checks import layers_in_effect
from app.liveness.enrolment_cameras import EnrolmentCameras
from app.lockout.try_limiter import TryLimiter
from app.people.people_manager import PeopleManager
from app.references.enrolment import Enrolment
from app.references.model_change import people_to_enrol_again
from app.storage.errors import StoreError
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.settings import Settings, change_settings
from app.storage.thresholds import effective_thresholds
from app.system.opencv_threads import limit_opencv_threads
from app.vault import management
from app.vault.keyring_key import has_keyring
from app.vault.vault import KEYS_VARIABLE, Vault, refuse_until_unlocked
from model.liveness.layer import LivenessLayer
from model.runtime.bundle import Bundle, BundleError
from model.storage.os_errors import describe_os_error
from model.terminal.plurals import counted
from model.verification.attempt_plan import AttemptPlan
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.session import FrameReport, VerificationSession
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from training.personalization.options import Depth

log = logging.getLogger(__name__)

EMBEDDING_BUDGET_S = 0.1
"""For new references. With a longer delay per frame the window would seem to hang."""


class AppController:
    """Created quickly; ``load`` loads the networks in the background.

    Nothing is judged until ``ready``. ``failure`` says why loading failed.
    """

    def __init__(self, paths: Paths, settings: Settings, vault: Vault | None = None) -> None:
        """``vault``: of this data folder, mounted; None: look for one. Raises StoreError."""
        limit_opencv_threads()
        self.paths = paths
        self.settings = settings
        self.vault = vault or Vault(paths, refuse_until_unlocked)
        self.vault.mount()
        self.models = ModelStore(paths.models)
        self.limiter = TryLimiter(paths.root)
        self.audit = AuditLog(paths.audit, days=settings.audit_days)
        self.people = PeopleManager(
            paths.people, lambda: self.bundle or self.models.load_current(), self.limiter, self.audit
        )
        self.crops, self.references = self.people.crops, self.people.references
        self._stored_faces = StoredFaces(self.people)
        self.enrolment = Enrolment(self.references, self.crops, self.models)
        self.corrections = Corrections(self.people, self.enrolment, self.audit)
        self.history = HistoryStore(paths.history)
        self.newest_attempts: Latest[AttemptRecord] = Latest()
        self.throttle = JudgeThrottle()
        self.engine = Engine(lambda camera: open_source(camera, self.settings.rotate), self.throttle.delay_s)
        self.failure: str | None = None
        self.finder: MtcnnFinder | None = None
        self.bundle: Bundle | None = None
        self._session: VerificationSession | None = None
        self._verification: Judge[FrameReport] | None = None
        self._collection: Judge[CollectReport] | None = None

    @property
    def verification_reports(self) -> Latest[FrameReport]:
        """A new box whenever counting restarts, and an empty one while nothing is verified."""
        return self.engine.reports(self._verification)

    @property
    def collection_reports(self) -> Latest[CollectReport]:
        """An empty box while no crops are collected."""
        return self.engine.reports(self._collection)

    @property
    def ready(self) -> bool:
        return self.finder is not None and self.bundle is not None

    @property
    def thresholds(self) -> Thresholds:
        """The user's, or else the model's. Before ``load``, nothing can pass them."""
        return effective_thresholds(self.settings, self.bundle.card if self.bundle else None)

    @property
    def attempt_limit_s(self) -> float:
        """Infinite while judging continuously."""
        return math.inf if self.settings.stays_open else self.settings.timeout_s

    def has_references(self) -> bool:
        """Whether any person is enrolled. True if that cannot be read: another screen then shows why."""
        try:
            return any(person.references for person in self.references.people())
        except StoreError:
            return True

    def unlock(self, passphrase: str) -> None:
        """Open an encrypted data folder. Raises StoreError when the passphrase is wrong."""
        self.vault.unlock(passphrase)
        self.compare_again()

    def can_encrypt(self) -> bool:
        """Whether the folder is new and the system has a keyring. Slow: call it in the background."""
        return self.vault.header is None and not self.has_references() and has_keyring()

    def encrypt(self) -> None:
        """Encrypt the data folder, with the key in the system's keyring. Raises StoreError."""
        report = management.encrypt(self.vault, passphrase=None, in_keyring=True)
        self.audit.record(AuditEvent.ENCRYPTED, detail=counted(report.converted, "file"))

    def change(self, **fields: Any) -> None:
        """Change settings and save them. Options of the command line apply to this run and are not saved.

        Raises StoreError, SettingsError or BusyError when saving fails; the old settings then stay.
        """
        change_settings(self.paths.settings, **fields)
        self.settings = replace(self.settings, **fields)

    def load(self) -> None:
        """Load the networks, which takes a moment. Errors go to ``failure``."""
        try:
            self.finder = MtcnnFinder(threads=self.settings.threads, live=True)
            self.use_newest_model()
        except (BundleError, OSError, ValueError) as error:
            log.error("The networks could not be loaded: %s", error)
            self.failure = describe_os_error(error)

    def use_newest_model(self) -> None:
        """Judge with the current bundle. Raises BundleError; the loaded one then stays in use."""
        self.bundle = self.models.load_current(self.settings.threads)
        self.failure = None
        self.compare_again()

    def people_to_enrol_again(self) -> list[str]:
        """Those whose references are embeddings of another model than the one in use."""
        return people_to_enrol_again(self.references, self.bundle) if self.bundle else []

    def set_thresholds(self, **thresholds: Any) -> None:
        """Apply these settings from the next frame on, and save them. Raises as ``change``."""
        self.change(**thresholds)
        if self._session:
            self._session.thresholds = self.thresholds

    def use_threads(self, threads: int) -> None:
        """Load the networks again with this many threads each, and save the setting. Raises as ``change``."""
        self.change(threads=threads)
        self.load()

    def use_person(self, person: str) -> None:
        """Nothing is verified then, until ``judge_verification`` begins an attempt for ``person``. Raises as
        ``change``."""
        self.change(person=person)
        if self._session:
            self.stop_judging()

    def stop_judging(self) -> None:
        self.engine.set_judge(None)
        self._session = None

    def judge_verification(self) -> str:
        """Begin an attempt: compare the face with the chosen person's references from the next frame on.
        Returns a sentence about unusable references; empty without any.

        Raises StoreError or NoReferencesError when no reference is usable; nothing is judged then.
        """
        self.stop_judging()
        if self.finder is None or self.bundle is None:
            return ""
        matcher, unusable = self._stored_faces.load(self.settings.person, self.bundle)
        steady_frames, stays_open = self.settings.steady_frames, self.settings.stays_open
        plan = AttemptPlan(steady_frames, self._liveness_layers, self.attempt_limit_s, stays_open=stays_open)
        tries = tries_at(self.settings.person, self.paths, self.settings)
        session = VerificationSession(self.finder, matcher, self.thresholds, plan, EMBEDDING_BUDGET_S, tries)
        judge = reporting(session.process, lambda report: self._stored_faces.save_new_embeddings())
        on_record = self.newest_attempts.put
        self._session = session
        self._verification = recorded_judge(judge, session, self.settings, self.history, on_record)
        self.engine.set_judge(self._verification)
        return unusable

    def reload_references(self) -> None:
        """If a face is being verified, compare with the faces that are stored now, from the next frame on.
        Meanwhile no face is verified.

        No attempt begins: one that has ended keeps its result, and one that is running starts over within the
        same try. Raises as ``judge_verification``; nothing is judged then.
        """
        session, bundle = self._session, self.bundle
        if session is None or bundle is None:
            return
        session.suspend()
        try:
            matcher, _ = self._stored_faces.load(self.settings.person, bundle)
        except BaseException:
            self.stop_judging()
            raise
        session.compare_with(matcher)
        self.engine.judge_newest_again()

    def begin_attempt(self) -> None:
        """Begin the next attempt with the next frame."""
        if self._session:
            self.engine.set_judge(self._verification)

    def rename_person(self, person: str, name: str) -> str:
        """Returns the new name. Raises as ``PeopleManager.rename`` and ``change``."""
        new = self.people.rename(person, name)
        if person == self.settings.person:
            self.change(person=new)
        return new

    @property
    def matcher(self) -> Matcher | None:
        """With the chosen person's references; None while nothing can be compared."""
        session = self._session
        return session.matcher if session and session.matcher.can_compare else None

    def compare_again(self) -> None:
        """Begin another attempt, if a face is being verified. Raises as ``judge_verification``."""
        if self._session:
            self.judge_verification()

    def follow_changes(self) -> None:
        """Load the references again if another process has changed them. Raises as ``judge_verification``."""
        if self._session and self._stored_faces.have_changed():
            self.reload_references()

    def stay_open(self, stays_open: bool) -> None:
        """Judge continuously, or one attempt after another. Raises as ``change``."""
        self.change(stays_open=stays_open)
        self.compare_again()

    def judge_collection(
        self, on_report: Callable[[CollectReport], object] = lambda report: None
    ) -> Collector | None:
        """Collect crops of the chosen person from the next frame on; None before ``load``. ``on_report`` is
        called on the judge thread, with every report: a screen that peeks at the newest one can miss some."""
        self._session = None
        if self.finder is None:
            self.engine.set_judge(None)
            return None
        collector = Collector(self.finder, self.crops, self.settings.person)
        self._collection = Judge(reporting(collector.process, on_report))
        self.engine.set_judge(self._collection)
        return collector

    def enrol(self, crops: Sequence[RgbImage], *, from_camera: bool = False) -> list[Path]:
        """Add ``crops`` to the chosen person's references, and compare with them. ``from_camera``: the camera
        in use took them; liveness checks then trust it. Returns the new files."""
        person, settings = self.settings.person, self.settings
        if from_camera:
            EnrolmentCameras(self.paths.people).add(person, identify_camera(settings.camera))
        added = self.enrolment.add(person, crops, keep_pictures=settings.keep_reference_pictures)
        self.audit.record(AuditEvent.ENROLLED, person, counted(len(crops), "reference"))
        self.reload_references()
        return added.files

    def forget_pictures(self) -> None:
        """Keep only the embeddings of the chosen person's references. Raises StoreError and BundleError."""
        person = self.settings.person
        self.enrolment.forget_pictures(person)
        kept = counted(len(self.references.paths(person)), "embedding")
        self.audit.record(AuditEvent.REFERENCES_REPLACED, person, kept)
        self.reload_references()

    def train(self, lfw_folder: str, download: bool, depth: Depth) -> TrainingJob:
        """Start training for the chosen person in a subprocess."""
        command = training_command(self.settings.person, lfw_folder, download, depth)
        return TrainingJob(command, self.paths, {KEYS_VARIABLE: self.vault.exported_keys()})

    def _liveness_layers(self) -> Sequence[LivenessLayer]:
        """For one attempt, at the camera and the level that are in effect when it begins."""
        return layers_in_effect(self.settings, self.paths, lamp=True)
