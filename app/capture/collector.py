"""Collect crops: check each frame, and save its crop on request."""

import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.camera.stall_detector import frames_nearly_equal
from app.capture.diversity import DiversityFilter
from app.storage.crop_store import CropCounts, CropKind, CropStore
from app.storage.errors import StoreError
from model.messages.message import Message, message_of
from model.verification.observation import observe
from model.vision.face import Face, TrackingFaceFinder
from model.vision.frame import Frame, RgbImage
from model.vision.quality import COLLECTION_LIMITS, Flaw
from model.vision.tracker import FaceTracker


class RejectionReason(StrEnum):
    """Why a crop without a ``Flaw`` is not saved."""

    NO_FACE = "no face"
    NEAR_DUPLICATE = "nearly the same as an earlier crop"


@dataclass(frozen=True, slots=True)
class CaptureProgress:
    """The progress of an automatic capture."""

    kind: CropKind
    saved: int
    target: int

    @property
    def done(self) -> bool:
        return self.saved >= self.target


@dataclass(frozen=True, eq=False, slots=True)
class CollectReport:
    """The faces of one frame, and whether its crop was saved. ``face`` is the largest.

    ``reason``: why the crop is not good enough; None when it is. ``requested``: the kind that ``capture``
    asked for and this frame answers, with ``saved``, ``reason`` or ``failure``. ``failure``: a write error as
    a sentence for the user; an automatic capture has then stopped.
    """

    frame: Frame
    faces: int
    face: Face | None
    crop: RgbImage | None
    flaws: tuple[Flaw, ...]
    reason: RejectionReason | Flaw | None
    counts: CropCounts
    requested: CropKind | None = None
    saved: Path | None = None
    failure: Message | None = None


class Collector:
    """One thread calls ``process``; any thread may request captures. Duplicates are found within one run."""

    def __init__(self, finder: TrackingFaceFinder, store: CropStore, person: str) -> None:
        """Raises PersonNameError and StoreError."""
        self._tracker = FaceTracker(finder)
        self._store = store
        self._person = person
        self._diversity = DiversityFilter()
        self._saved_image: RgbImage | None = None
        self._lock, self._counting = threading.Lock(), threading.Lock()
        self._counts = store.counts(person)
        self._requested: CropKind | None = None
        self._progress: CaptureProgress | None = None

    @property
    def counts(self) -> CropCounts:
        """All crops of the person, including earlier ones."""
        return self._counts

    @property
    def progress(self) -> CaptureProgress | None:
        """Progress of the automatic capture, even when it is done; None without one."""
        return self._progress

    def capture(self, kind: CropKind) -> None:
        """Save the crop of the next frame if it is good; that frame's report says so."""
        with self._lock:
            self._requested = kind

    def capture_automatically(self, kind: CropKind, target: int) -> None:
        """Save ``target`` good crops that differ from the previous ones, from the next frame on."""
        with self._lock:
            self._progress = CaptureProgress(kind, 0, target)

    def stop(self) -> None:
        """Cancel all requested captures."""
        with self._lock:
            self._requested = self._progress = None

    def recount(self) -> None:
        """After crops were removed or restored. Raises StoreError."""
        with self._counting:
            self._counts = self._store.counts(self._person)

    def process(self, frame: Frame) -> CollectReport:
        seen = observe(frame, self._tracker, COLLECTION_LIMITS)
        crop, reason = seen.crop, self._reason(frame.image, seen.crop, seen.flaws)
        report = CollectReport(frame, len(seen.faces), seen.face, crop, seen.flaws, reason, self._counts)
        requested, kind = self._next_request()
        if kind is None or crop is None or report.reason:
            return replace(report, requested=requested)
        return replace(self._save(report, kind, crop), requested=requested)

    def _reason(
        self, image: RgbImage, crop: RgbImage | None, flaws: tuple[Flaw, ...]
    ) -> RejectionReason | Flaw | None:
        if flaws:
            return flaws[0]
        if crop is None:
            return RejectionReason.NO_FACE
        # In a still picture the face is not found at exactly the same position each time.
        still = self._saved_image is not None and frames_nearly_equal(self._saved_image, image)
        return RejectionReason.NEAR_DUPLICATE if still or not self._diversity.is_new(crop) else None

    def _next_request(self) -> tuple[CropKind | None, CropKind | None]:
        """The kind that ``capture`` requested, and the kind to save: that one, or the automatic one."""
        with self._lock:
            requested, self._requested = self._requested, None
            wanted = self._progress.kind if self._progress and not self._progress.done else None
            return requested, requested or wanted

    def _save(self, report: CollectReport, kind: CropKind, crop: RgbImage) -> CollectReport:
        try:
            with self._counting:
                path = self._store.save(self._person, kind, crop)
                self._counts = self._counts.with_one_more(kind)
        except StoreError as error:
            self.stop()
            return replace(report, failure=message_of(error))
        self._diversity.remember(crop)
        self._saved_image = report.frame.image
        with self._lock:
            if self._progress and self._progress.kind is kind and not self._progress.done:
                self._progress = replace(self._progress, saved=self._progress.saved + 1)
        return replace(report, saved=path, counts=self._counts)
