from pathlib import Path

import numpy as np
import pytest

from app.capture.collector import CaptureProgress, CollectReport, RejectionReason
from app.live.engine import EngineState, Phase
from app.presenters.advice import ADVICE, Advice
from app.presenters.collect import CaptureNotice, captured_words, notice_of, present, progress_words
from app.presenters.readiness import Readiness
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts, CropKind
from model.vision.quality import Flaw
from tests.support.fakes import face_at, frame_of, grey

READY = Readiness(EngineState(Phase.RUNNING), ready=True)


def report(
    reason: RejectionReason | Flaw | None = None,
    faces: int = 1,
    requested: CropKind | None = None,
    saved: Path | None = None,
    failure: str | None = None,
) -> CollectReport:
    face = None if reason is RejectionReason.NO_FACE else face_at()
    crop = np.zeros((100, 100, 3), np.uint8)
    return CollectReport(
        frame_of(grey()), faces, face, crop, (), reason, CropCounts(), requested, saved, failure
    )


def test_a_good_crop_says_so() -> None:
    view = present(report(), READY)

    assert (view.headline, view.tone, view.box) == ("Good enough to keep", Tone.GOOD, face_at().box)


def test_several_faces_are_mentioned() -> None:
    assert present(report(faces=2), READY).detail == "2 faces: the largest is kept."


@pytest.mark.parametrize("reason", [*RejectionReason, *Flaw])
def test_every_reason_has_words(reason: RejectionReason | Flaw) -> None:
    view = present(report(reason), READY)

    assert Advice(view.headline, view.detail) == ADVICE[reason]
    assert view.tone is Tone.UNSURE


def test_a_lost_camera_hides_the_last_verdict() -> None:
    lost = Readiness(EngineState(Phase.FAILED, "Unplugged."), ready=True)

    assert present(report(), lost).headline == "No picture"


KEPT = Path("kept.jpg")
ANSWERS = {
    "nothing was asked": (report(), None),
    "an anchor": (
        report(requested=CropKind.ANCHOR, saved=KEPT),
        CaptureNotice("Kept as an anchor.", Tone.GOOD),
    ),
    "a negative": (
        report(requested=CropKind.NEGATIVE, saved=KEPT),
        CaptureNotice("Kept as a negative.", Tone.GOOD),
    ),
    "refused": (
        report(Flaw.TOO_DARK, requested=CropKind.ANCHOR),
        CaptureNotice("Not kept: too dark. Turn on a light or face a window.", Tone.UNSURE),
    ),
    "a full disk": (report(failure="The disk is full."), CaptureNotice("The disk is full.", Tone.BAD)),
}


@pytest.mark.parametrize(("told", "answer"), ANSWERS.values(), ids=ANSWERS.keys())
def test_the_notice_after_a_key_press(told: CollectReport, answer: CaptureNotice | None) -> None:
    assert notice_of(told) == answer


def test_progress_belongs_to_its_kind() -> None:
    progress = CaptureProgress(CropKind.POSITIVE, saved=5, target=20)

    assert captured_words(CropKind.POSITIVE, progress) == "5 of 20"
    assert captured_words(CropKind.ANCHOR, progress) == ""
    assert captured_words(CropKind.POSITIVE, CaptureProgress(CropKind.POSITIVE, 20, 20)) == ""
    assert captured_words(CropKind.POSITIVE, None) == ""


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (None, ""),
        (CaptureProgress(CropKind.ANCHOR, 3, 10), "Capturing anchors: 3 of 10. Turn and nod slowly."),
        (CaptureProgress(CropKind.ANCHOR, 10, 10), "10 anchors captured."),
    ],
)
def test_progress_in_words(progress: CaptureProgress | None, words: str) -> None:
    assert progress_words(progress) == words
