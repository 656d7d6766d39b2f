"""Collecting crops: looks at each frame, says what is wrong with it, and keeps it when asked."""

import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.camera.stall_detector import frames_nearly_equal
from app.capture.diversity import DiversityFilter
from app.storage.crop_store import CropCounts, CropKind, CropStore
from app.storage.errors import StoreError
from model.verification.observation import observe
from model.vision.face import Face, TrackingFaceFinder
from model.vision.frame import Frame, RgbImage
from model.vision.quality import COLLECTION_LIMITS, Flaw
from model.vision.tracker import FaceTracker


class RejectionReason(StrEnum):
    """Why a crop would not be kept although it has no ``Flaw``."""

    NO_FACE = "no face"
    NEAR_DUPLICATE = "nearly the same as one kept before"


@dataclass(frozen=True, slots=True)
class CaptureProgress:
    """How far an automatic capture is."""

    kind: CropKind
    kept: int
    target: int

    @property
    def done(self) -> bool:
        return self.kept >= self.target


@dataclass(frozen=True, eq=False, slots=True)
class CollectReport:
    """What was seen in one frame, and what became of it. ``face`` is the largest.

    ``reason`` says why the crop would not be kept; None: it would. ``requested`` is the kind that ``capture``
    asked for and this frame answered: with ``saved``, or else with ``reason`` or ``failure``. ``failure`` is
    what the disk refused, a sentence for the user; an automatic capture has then stopped.
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
    failure: str | None = None


class Collector:
    """One thread calls ``process``; any other may ask for captures. Kept crops count for one run only."""

    def __init__(self, finder: TrackingFaceFinder, store: CropStore, person: str) -> None:
        """Raises PersonNameError and StoreError."""
        self._tracker = FaceTracker(finder)
        self._store = store
        self._person = person
        self._diversity = DiversityFilter()
        self._kept_image: RgbImage | None = None
        self._lock = threading.Lock()
        self._counts = store.counts(person)
        self._requested: CropKind | None = None
        self._progress: CaptureProgress | None = None

    @property
    def counts(self) -> CropCounts:
        """All crops of the person, earlier ones included."""
        return self._counts

    @property
    def progress(self) -> CaptureProgress | None:
        """Of the automatic capture, also after it is done; None when there is none."""
        return self._progress

    def capture(self, kind: CropKind) -> None:
        """Keep the crop of the next frame, if it is good; that frame's report tells."""
        with self._lock:
            self._requested = kind

    def capture_automatically(self, kind: CropKind, target: int) -> None:
        """From the next frame on keep every good crop that is unlike the last ones, ``target`` of them."""
        with self._lock:
            self._progress = CaptureProgress(kind, 0, target)

    def stop(self) -> None:
        """Keep nothing more that was asked for."""
        with self._lock:
            self._requested = self._progress = None

    def process(self, frame: Frame) -> CollectReport:
        seen = observe(frame, self._tracker, COLLECTION_LIMITS)
        crop, reason = seen.crop, self._reason(frame.image, seen.crop, seen.flaws)
        report = CollectReport(frame, len(seen.faces), seen.face, crop, seen.flaws, reason, self._counts)
        requested, kind = self._take_wish()
        if kind is None or crop is None or report.reason:
            return replace(report, requested=requested)
        return replace(self._kept(report, kind, crop), requested=requested)

    def _reason(
        self, image: RgbImage, crop: RgbImage | None, flaws: tuple[Flaw, ...]
    ) -> RejectionReason | Flaw | None:
        if flaws:
            return flaws[0]
        if crop is None:
            return RejectionReason.NO_FACE
        # In a picture that stands still the face is not found twice at quite the same place.
        still = self._kept_image is not None and frames_nearly_equal(self._kept_image, image)
        return RejectionReason.NEAR_DUPLICATE if still or not self._diversity.is_new(crop) else None

    def _take_wish(self) -> tuple[CropKind | None, CropKind | None]:
        """What ``capture`` asked for, and what this frame is to be kept as: that, or the automatic kind."""
        with self._lock:
            requested, self._requested = self._requested, None
            wanted = self._progress.kind if self._progress and not self._progress.done else None
            return requested, requested or wanted

    def _kept(self, report: CollectReport, kind: CropKind, crop: RgbImage) -> CollectReport:
        try:
            path = self._store.save(self._person, kind, crop)
        except StoreError as error:
            self.stop()
            return replace(report, failure=str(error))
        self._diversity.remember(crop)
        self._kept_image = report.frame.image
        with self._lock:
            self._counts = self._counts.with_one_more(kind)
            if self._progress and self._progress.kind is kind and not self._progress.done:
                self._progress = replace(self._progress, kept=self._progress.kept + 1)
        return replace(report, saved=path, counts=self._counts)
