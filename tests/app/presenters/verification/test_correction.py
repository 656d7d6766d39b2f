from dataclasses import replace

import pytest

from app.live.verification.corrections import Correction
from app.presenters.verification.correction import CorrectionView, present_correction
from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason
from model.verification.attempt import Ending
from model.verification.decision import Decision, Reason
from model.verification.session import Evidence, FrameReport
from tests.app.presenters.verification.test_ending import FLAT, MATCH, attempt
from tests.support.fakes import FakeEmbedder, face_at, frame_of, grey

CROP = grey()
EVIDENCE = Evidence(CROP, FakeEmbedder().embed([CROP])[0])
VIRTUAL = LayerResult(Layer.FRESHNESS, LayerStatus.CANNOT_TELL, LivenessReason.VIRTUAL_CAMERA)
OTHER = LayerResult(Layer.FRESHNESS, LayerStatus.CANNOT_TELL, LivenessReason.OTHER_CAMERA)


def report(ending: Ending | None, *liveness: LayerResult, decision: Decision = MATCH) -> FrameReport:
    state = attempt(ending, decision, *liveness)
    return FrameReport(frame_of(grey()), 1, face_at(), CROP, decision, state, True, 0.01, EVIDENCE)


@pytest.mark.parametrize(
    ("seen", "can_be_the_person"),
    [
        (report(Ending.NOT_SAME, decision=replace(MATCH, reason=Reason.TOO_FEW_MATCHES)), True),
        (report(Ending.VERIFIED), True),
        (report(Ending.CANNOT_TELL, OTHER), True),
        (report(Ending.NOT_LIVE, FLAT), False),
        (report(Ending.CANNOT_TELL, VIRTUAL), False),
    ],
    ids=["refused", "verified", "another camera", "flat", "virtual camera"],
)
def test_a_picture_of_a_face_does_not_become_a_reference(seen: FrameReport, can_be_the_person: bool) -> None:
    view = present_correction(seen, None, stays_open=False)
    assert (view.evidence, view.can_be_the_person) == (EVIDENCE, can_be_the_person)


def test_a_face_is_corrected_once_until_that_is_undone() -> None:
    last = Correction("Ann", EVIDENCE, was_the_person=False, undo=lambda: None)
    view = present_correction(report(Ending.VERIFIED), last, stays_open=False)
    assert (view.evidence, view.can_be_the_person) == (None, False)
    assert view.done.startswith("This face is refused from now on.")


def test_nothing_is_corrected_while_an_attempt_runs() -> None:
    assert present_correction(report(None), None, stays_open=False) == CorrectionView()


@pytest.mark.parametrize("stays_open", [False, True])
def test_a_face_that_was_marked_as_another_persons_is_not_corrected(stays_open: bool) -> None:
    marked = report(Ending.NOT_SAME, decision=replace(MATCH, reason=Reason.COUNTER_EXAMPLE))
    assert present_correction(marked, None, stays_open) == CorrectionView()
