"""What the window works with: settings, stores, the engine and the model, put together once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.camera.factory import open_source
from app.capture.collector import Collector, CollectReport
from app.live.embedding_writer import saving_embeddings
from app.live.engine import Engine
from app.live.throttle import JudgeThrottle
from app.live.training_process import TrainingJob, training_command
from app.references.extraction import ExtractedReferences
from app.references.group_photo import like_other_photos
from app.references.photo_references import references_from_crops, references_from_folder
from app.references.reference_loader import ReferenceSet
from app.references.reference_store import ReferenceStore
from app.references.rejection import format_unusable
from app.storage.crop_store import CropKind, CropStore
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.settings import Settings, change_settings
from app.storage.thresholds import effective_thresholds
from app.system.opencv_threads import limit_opencv_threads
from model.runtime.bundle import Bundle, BundleError
from model.storage.os_errors import describe_os_error
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.security_levels import DEFAULT_LEVEL, Level
from model.verification.session import FrameReport, VerificationSession
from model.vision.frame import Frame, RgbImage
from model.vision.mtcnn import MtcnnFinder
from training.personalization.options import Depth

log = logging.getLogger(__name__)

EMBEDDING_BUDGET_S = 0.1
"""For new references, of which thousands take a while: longer, and the window would seem to hang."""


class AppController:
    """Made in an instant; ``load`` brings the networks in behind the window.

    While ``ready`` is false nothing is judged, so nothing is verified; ``failure`` says why it stays so.
    """

    def __init__(self, paths: Paths, settings: Settings) -> None:
        limit_opencv_threads()
        self.paths = paths
        self.settings = settings
        self.crops = CropStore(paths.people)
        self.references = ReferenceStore(paths.people)
        self.models = ModelStore(paths.models)
        self.throttle = JudgeThrottle()
        self.engine: Engine[FrameReport | CollectReport] = Engine(
            lambda camera: open_source(camera, self.settings.rotate), self.throttle.delay_s
        )
        self.failure: str | None = None
        self.finder: MtcnnFinder | None = None
        self.bundle: Bundle | None = None
        self._session: VerificationSession | None = None

    @property
    def ready(self) -> bool:
        return self.finder is not None and self.bundle is not None

    @property
    def thresholds(self) -> Thresholds:
        """The user's, or the model's where the user chose none. Before ``load``: ones that nothing passes."""
        return effective_thresholds(self.settings, self.bundle.card if self.bundle else None)

    def change(self, **fields: Any) -> None:
        """Change settings and save them; what the command line said counts for this run and is not saved.

        Raises StoreError, SettingsError or BusyError when they cannot be saved; the old ones then stay.
        """
        change_settings(self.paths.settings, **fields)
        self.settings = replace(self.settings, **fields)

    def load(self) -> None:
        """Load the networks; takes a moment. What goes wrong ends in ``failure``, with ``ready`` false."""
        try:
            self.finder = MtcnnFinder(live=True)
            self.use_newest_model()
        except (BundleError, OSError, ValueError) as error:
            log.error("The networks could not be loaded: %s", error)
            self.failure = describe_os_error(error)

    def use_newest_model(self) -> None:
        """Judge with the bundle that is current now. Raises BundleError; the one in use then stays."""
        self.bundle = self.models.load_current()
        self.failure = None
        if self._session:
            self.judge_verification()

    def set_thresholds(self, **thresholds: float) -> None:
        """Judge with these settings from the next frame on, and save them. Raises OSError when that cannot be
        done."""
        self.change(**thresholds)
        self._apply_thresholds()

    def use_level(self, level: Level) -> None:
        """Judge with the model's detection threshold for ``level``, instead of one that the user set."""
        self.change(level=level, detection_threshold=None)
        self._apply_thresholds()

    def reset_thresholds(self) -> None:
        """Go back to the thresholds that the model brings."""
        self.change(level=DEFAULT_LEVEL, detection_threshold=None, verification_threshold=None)
        self._apply_thresholds()

    def use_person(self, person: str) -> None:
        self.change(person=person)
        if self._session:
            self.judge_verification()

    def judge_verification(self) -> str:
        """From the next frame on, hold the face against the chosen person's references. Returns a sentence
        about those that cannot be used; empty when all can.

        Raises StoreError or NoReferencesError when none can be read; nothing is judged then.
        """
        self.engine.set_judge(None)
        if self.finder is None or self.bundle is None:
            return ""
        matcher = Matcher(self.bundle, self.bundle.head)
        references = self.references.load(self.settings.person, self.bundle.network_digest)
        matcher.set_references(references.crops, references.embeddings, len(references.problems))
        steady_frames = self.settings.steady_frames
        self._session = VerificationSession(
            self.finder, matcher, self.thresholds, steady_frames, EMBEDDING_BUDGET_S
        )
        self.engine.set_judge(self._judge(self._session, references), self._session.begin)
        return format_unusable(references.problems)

    def judge_collection(self) -> Collector | None:
        """From the next frame on, look for crops to keep of the chosen person; None before ``load``."""
        self._session = None
        if self.finder is None:
            self.engine.set_judge(None)
            return None
        collector = Collector(self.finder, self.crops, self.settings.person)
        self.engine.set_judge(collector.process)
        return collector

    def references_in(self, folder: Path) -> ExtractedReferences:
        """What a folder's photographs give beyond the references that the chosen person has. Raises like
        ``references_from_folder``. Finder and network are its own: the others belong to the judge."""
        choice = like_other_photos(self.models.load_current)
        found = references_from_folder(folder, MtcnnFinder(), choice)
        return self.references.fresh(self.settings.person, found)

    def references_in_anchors(self) -> ExtractedReferences:
        """Likewise of the chosen person's anchors. Raises StoreError and NoReferencesError."""
        anchors = self.crops.paths(self.settings.person, CropKind.ANCHOR)
        return self.references.fresh(self.settings.person, references_from_crops(anchors, MtcnnFinder))

    def enrol(self, crops: Sequence[RgbImage]) -> None:
        """Add ``crops`` to the chosen person's references, and compare with them from now on."""
        self.references.enrol(self.settings.person, crops)
        if self._session:
            self.judge_verification()

    def train(self, lfw_folder: str, download: bool, depth: Depth) -> TrainingJob:
        """Start training for the chosen person in a process of its own."""
        return TrainingJob(training_command(self.settings.person, lfw_folder, download, depth), self.paths)

    @staticmethod
    def _judge(session: VerificationSession, references: ReferenceSet) -> Callable[[Frame], FrameReport]:
        if not references.crops:
            return session.process
        return saving_embeddings(session.process, session.matcher, references.save_embeddings)

    def _apply_thresholds(self) -> None:
        if self._session:
            self._session.thresholds = self.thresholds
