import numpy as np
import pytest

from model.runtime.similarity_head import Head
from model.verification.attempt_plan import AttemptPlan
from model.verification.decision import Decision, Reason, Thresholds
from model.verification.matcher import EMBEDDING_BATCH, Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.quality import Flaw
from tests.support.fakes import FakeEmbedder, FakeFinder, face_at, frame_of, grey, sharp_image

HEAD = Head(np.full(3, -8.0, np.float32), 4.0)
SCENE = sharp_image(120, 300)


def matcher_with(references=None) -> Matcher:
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([align(SCENE, face_at().landmarks)] if references is None else references)
    return matcher


def session_with(*faces, references=None) -> VerificationSession:
    return VerificationSession(FakeFinder(*faces), matcher_with(references), Thresholds(0.9, 0.5))


def test_the_same_face_is_verified():
    report = session_with(face_at()).process(frame_of(SCENE))
    assert report.decision.verified
    assert report.crop.shape == (100, 100, 3)
    assert report.judging_seconds > 0


def test_the_largest_of_several_faces_is_judged():
    large, small = face_at(), face_at(10, 10, 80)
    report = session_with(large, small).process(frame_of(SCENE))
    assert (report.face, report.faces) == (large, 2)


@pytest.mark.parametrize(
    ("scene", "faces", "references", "reason"),
    [
        (SCENE, [], None, Reason.NO_FACE),
        (grey(9, 300, 300), [], None, Flaw.TOO_DARK),
        (grey(254, 300, 300), [], None, Flaw.TOO_BRIGHT),
        (SCENE, [face_at(-60)], None, Flaw.CUT_OFF),
        (SCENE, [face_at(top=220)], None, Flaw.CUT_OFF),
        (SCENE, [face_at()], [], Reason.NO_REFERENCES),
        (SCENE, [], [], Reason.NO_REFERENCES),
        (grey(2, 300, 300), [face_at()], None, Flaw.TOO_DARK),
        (SCENE, [face_at(size=15)], None, Flaw.TOO_SMALL),
    ],
)
def test_a_frame_that_cannot_be_judged_is_not_verified_with_its_reason(scene, faces, references, reason):
    decision = session_with(*faces, references=references).process(frame_of(scene)).decision
    assert decision.reason is reason
    assert not decision.verified
    assert not decision.compared


def test_thresholds_can_be_changed_between_frames():
    session = session_with(face_at())
    assert session.process(frame_of(SCENE)).decision.verified
    session.thresholds = Thresholds(1.0, 0.5)
    assert session.process(frame_of(SCENE)).decision.reason is Reason.TOO_FEW_MATCHES


def test_the_report_holds_the_attempt():
    session = session_with(face_at())
    verified = [session.process(frame_of(SCENE, index)).attempt.verified for index in range(4)]
    assert verified == [False, False, True, True]


def use_other_thresholds(session: VerificationSession) -> None:
    session.thresholds = Thresholds(0.8, 0.5)


def use_other_references(session: VerificationSession) -> None:
    session.suspend()
    session.compare_with(matcher_with())


@pytest.mark.parametrize("change", [use_other_thresholds, use_other_references])
def test_a_running_attempt_starts_over_with(change):
    session = session_with(face_at())
    session.process(frame_of(SCENE))
    session.process(frame_of(SCENE, 1))
    change(session)
    assert session.attempt.frames_judged == 0
    verified = [session.process(frame_of(SCENE, index)).attempt.verified for index in range(2, 5)]
    assert verified == [False, False, True]


@pytest.mark.parametrize("change", [use_other_thresholds, use_other_references])
def test_the_result_of_an_attempt_stays_with(change):
    session = session_with(face_at())
    before = [session.process(frame_of(SCENE, index)) for index in range(3)][-1]
    change(session)
    after = session.process(frame_of(SCENE, 3))
    assert after.attempt == before.attempt
    assert after.evidence is before.evidence
    assert after.thresholds == Thresholds(0.9, 0.5)


def test_while_references_are_loaded_no_face_is_verified():
    session = session_with(face_at())
    session.process(frame_of(SCENE))
    session.suspend()
    decision = session.process(frame_of(SCENE, 1)).decision
    assert decision == Decision(Reason.EMBEDDING_REFERENCES, references=1)
    session.compare_with(matcher_with([]))
    assert session.process(frame_of(SCENE, 2)).decision.reason is Reason.NO_REFERENCES


def test_a_frame_that_is_judged_while_references_are_replaced_is_not_verified():
    class Interrupting(FakeEmbedder):
        def embed(self, crops):
            use_other_references(session)
            return super().embed(crops)

    matcher = matcher_with()
    matcher.embed_pending()
    session = VerificationSession(FakeFinder(face_at()), matcher, Thresholds(0.9, 0.5))
    matcher._embedder = Interrupting()
    assert session.process(frame_of(SCENE)).decision.reason is Reason.EMBEDDING_REFERENCES
    assert session.process(frame_of(SCENE, 1)).decision.verified


def test_a_frame_judged_while_a_new_attempt_begins_does_not_count_for_it():
    class Interrupted(FakeFinder):
        def find(self, image):
            session.begin()
            return super().find(image)

    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([align(SCENE, face_at().landmarks)])
    session = VerificationSession(Interrupted(face_at()), matcher, Thresholds(0.9, 0.5), AttemptPlan(1))
    assert session.process(frame_of(SCENE)).attempt.verified
    assert session.attempt.frames_judged == 0


def test_a_dark_frame_between_lit_ones_is_reported_as_not_counted():
    session = session_with(face_at())
    frames = [SCENE, SCENE // 8] * 3
    reports = [session.process(frame_of(image, index)) for index, image in enumerate(frames)]
    assert [report.counted for report in reports] == [True, False] * 3
    assert reports[4].attempt.verified


class Chair(FakeFinder):
    """Any person, always in the same place."""

    def __init__(self) -> None:
        super().__init__(face_at())
        self.searches = 0

    def find(self, image):
        self.searches += 1
        return super().find(image)


def test_a_tracked_face_is_checked_in_every_frame():
    chair, matcher = Chair(), Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([align(SCENE, face_at().landmarks)])
    session = VerificationSession(chair, matcher, Thresholds(0.9, 0.5))
    stranger = SCENE.copy()
    stranger[..., 1:] //= 4
    verified = [
        session.process(frame_of(image, index)).decision.verified
        for index, image in enumerate([SCENE, SCENE, stranger, SCENE])
    ]
    assert verified == [True, True, False, True]
    assert chair.searches == 1


def test_no_face_is_judged_until_all_references_are_embedded():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([align(SCENE, face_at().landmarks)] * (2 * EMBEDDING_BATCH + 1))
    session = VerificationSession(FakeFinder(face_at()), matcher, Thresholds(0.9, 0.5), embedding_budget_s=0)
    decisions = [session.process(frame_of(SCENE, index)).decision for index in range(4)]
    assert decisions[:2] == [
        Decision(Reason.EMBEDDING_REFERENCES, references=2 * EMBEDDING_BATCH + 1, ready=ready)
        for ready in (EMBEDDING_BATCH, 2 * EMBEDDING_BATCH)
    ]
    assert [decision.verified for decision in decisions] == [False, False, True, True]
