"""Leaving the chair: who is there, who is not, and a camera that cannot tell."""

from collections.abc import Iterator

import pytest

from app.camera.source import CameraError
from app.verifier.presence import watch_until_left
from model.verification.attempt_plan import AttemptPlan
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.frame import Frame
from tests.model.verification.test_session import HEAD, SCENE
from tests.support.fakes import FakeEmbedder, FakeFinder, FakeSource, face_at

SAME = Thresholds(detection=0.9, verification=0.5)


class Chair:
    """A camera at one frame a second. The person leaves after frame ``leaves``, and counts as read."""

    def __init__(self, leaves: int) -> None:
        self.finder = FakeFinder(face_at())
        self.read = 0
        self._leaves = leaves

    def frames(self, last: int = 100, *, frozen: bool = False) -> Iterator[Frame]:
        for index in range(last):
            self.read = index
            if index > self._leaves:
                self.finder.faces.clear()
            image = SCENE.copy()
            image[0, 0] = 0 if frozen else index
            yield Frame(image, index, float(index))


def session_at(chair: Chair, thresholds: Thresholds = SAME) -> VerificationSession:
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([align(SCENE, face_at().landmarks)])
    return VerificationSession(chair.finder, matcher, thresholds, AttemptPlan(1))


def watch(chair: Chair, source: FakeSource, session: VerificationSession | None = None) -> int:
    """The last frame that was read."""
    watch_until_left(session or session_at(chair), source, 10.0)
    return chair.read


def test_it_waits_while_the_person_is_there_and_ten_seconds_longer() -> None:
    chair = Chair(leaves=20)
    assert watch(chair, FakeSource(chair.frames())) == 30


def test_a_stranger_in_the_chair_is_not_the_person() -> None:
    chair = Chair(leaves=1000)
    stranger = session_at(chair, Thresholds(detection=1.0, verification=0.5))
    assert watch(chair, FakeSource(chair.frames()), stranger) == 10


@pytest.mark.parametrize("failure", [None, CameraError("unplugged")], ids=["ends", "fails"])
def test_a_camera_that_ends_or_fails_counts_as_left(failure: Exception | None) -> None:
    chair = Chair(leaves=1000)
    assert watch(chair, FakeSource(chair.frames(last=5), failure=failure)) == 4


def test_a_camera_that_freezes_counts_as_left() -> None:
    chair = Chair(leaves=1000)
    assert watch(chair, FakeSource(chair.frames(frozen=True))) < 10
