"""How a session asks for a try, and ends it: once for each attempt."""

import pytest

from model.runtime.similarity_head import Head
from model.verification.attempt import Ending
from model.verification.attempt_plan import AttemptPlan
from model.verification.decision import Reason, Thresholds
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from tests.model.verification.test_session import HEAD, SCENE
from tests.support.fakes import FakeEmbedder, FakeFinder, face_at, frame_of

STRANGER = Thresholds(detection=1.0, verification=0.5)
SAME = Thresholds(detection=0.9, verification=0.5)


class CountedTries:
    """Admits ``allowed`` attempts and notes their endings."""

    def __init__(self, allowed: int = 9) -> None:
        self.allowed = allowed
        self.admitted = 0
        self.endings: list[Ending] = []

    def admit(self) -> bool:
        self.admitted += self.admitted < self.allowed + 1
        return self.admitted <= self.allowed

    def end(self, ending: Ending) -> None:
        self.endings.append(ending)


@pytest.fixture
def finder() -> FakeFinder:
    return FakeFinder(face_at())


def session_with(
    tries: CountedTries,
    finder: FakeFinder,
    plan: AttemptPlan,
    thresholds: Thresholds = SAME,
    head: Head = HEAD,
) -> VerificationSession:
    matcher = Matcher(FakeEmbedder(), head)
    matcher.set_references([align(SCENE, face_at().landmarks)])
    return VerificationSession(finder, matcher, thresholds, plan, tries=tries)


def test_frames_without_a_face_cost_no_try(finder) -> None:
    tries = CountedTries()
    finder.faces.clear()
    session = session_with(tries, finder, AttemptPlan(1))
    session.process(frame_of(SCENE))
    session.finish()
    assert (tries.admitted, tries.endings) == (0, [])


def test_an_attempt_costs_one_try_however_many_frames_it_has(finder) -> None:
    tries = CountedTries()
    session = session_with(tries, finder, AttemptPlan(3), STRANGER)
    for index in range(10):
        session.process(frame_of(SCENE, index))
    session.finish()
    session.finish()
    assert (tries.admitted, tries.endings) == (1, [Ending.NOT_SAME])


def test_a_verified_attempt_ends_its_try_once(finder) -> None:
    tries = CountedTries()
    session = session_with(tries, finder, AttemptPlan(2))
    for index in range(6):
        session.process(frame_of(SCENE, index))
    assert (tries.admitted, tries.endings) == (1, [Ending.VERIFIED])


def test_without_a_try_no_face_is_compared(finder) -> None:
    session = session_with(CountedTries(allowed=0), finder, AttemptPlan(1))
    report = session.process(frame_of(SCENE))
    assert (report.decision.reason, report.decision.similarity) == (Reason.LOCKED_OUT, None)
    assert session.finish().ending is Ending.NOT_JUDGED


def test_other_thresholds_cost_no_other_try_but_another_attempt_does(finder) -> None:
    tries = CountedTries()
    session = session_with(tries, finder, AttemptPlan(3), STRANGER)
    session.process(frame_of(SCENE))
    session.thresholds = Thresholds(0.99, 0.5)
    session.process(frame_of(SCENE, 1))
    assert tries.admitted == 1
    session.begin()
    session.process(frame_of(SCENE, 2))
    assert tries.admitted == 2


@pytest.mark.parametrize("thresholds", [SAME, STRANGER], ids=["verified", "refused"])
def test_after_an_attempt_neither_other_thresholds_nor_other_references_cost_a_try(
    finder, thresholds: Thresholds
) -> None:
    tries = CountedTries()
    session = session_with(tries, finder, AttemptPlan(3, limit_s=0.1), thresholds)
    for index in range(10):
        session.process(frame_of(SCENE, index))
    assert session.attempt.ending
    session.thresholds = Thresholds(0.99, 0.5)
    session.suspend()
    session.process(frame_of(SCENE, 10))
    session.compare_with(session.matcher)
    for index in range(11, 20):
        session.process(frame_of(SCENE, index))
    assert (tries.admitted, len(tries.endings)) == (1, 1)


def test_in_an_open_attempt_the_next_face_costs_another_try(finder) -> None:
    tries = CountedTries()
    session = session_with(tries, finder, AttemptPlan(1, stays_open=True))
    session.process(frame_of(SCENE))
    finder.faces.clear()
    session.process(frame_of(SCENE, 1))
    finder.faces.append(face_at())
    session.process(frame_of(SCENE, 2))
    assert (tries.admitted, tries.endings) == (2, [Ending.VERIFIED] * 2)


def test_a_stranger_at_an_open_attempt_is_another_try_every_20_seconds(finder) -> None:
    tries = CountedTries()
    session = session_with(tries, finder, AttemptPlan(1, stays_open=True), STRANGER)
    for index in range(0, 30 * 65, 10):
        session.process(frame_of(SCENE, index))
    assert (tries.admitted, tries.endings) == (4, [Ending.NOT_SAME] * 3)


def test_a_long_attempt_that_ends_is_one_try(finder) -> None:
    tries = CountedTries()
    session = session_with(tries, finder, AttemptPlan(1), STRANGER)
    for index in range(0, 30 * 65, 10):
        session.process(frame_of(SCENE, index))
    session.finish()
    assert (tries.admitted, tries.endings) == (1, [Ending.NOT_SAME])


def test_a_failure_to_count_ends_the_frame(finder) -> None:
    class Broken(CountedTries):
        def admit(self) -> bool:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        session_with(Broken(), finder, AttemptPlan(1)).process(frame_of(SCENE))
