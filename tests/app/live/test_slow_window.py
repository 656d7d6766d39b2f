"""A window that draws more slowly than frames are judged misses reports, and must not miss a refusal."""

import numpy as np
import pytest

from app.camera.latest import Latest
from app.live.engine import EngineState, Phase
from app.presenters.readiness import Readiness
from app.presenters.verify import VerifyContext, present
from model.runtime.similarity_head import Head
from model.verification.decision import Thresholds
from model.verification.matcher import Matcher
from model.verification.session import FrameReport, VerificationSession
from model.vision.alignment import align
from tests.support.fakes import FakeEmbedder, FakeFinder, face_at, frame_of, sharp_image

THRESHOLDS = Thresholds(0.9, 0.5)
SITUATION = VerifyContext("Ann", Readiness(EngineState(Phase.RUNNING), True), THRESHOLDS)
YES = sharp_image(120, 300)
NO = YES.copy()
NO[..., 1:] //= 2


@pytest.fixture
def session() -> VerificationSession:
    matcher = Matcher(FakeEmbedder(), Head(np.full(3, -8.0, np.float32), 4.0))
    matcher.set_references([align(YES, face_at().landmarks)])
    return VerificationSession(FakeFinder(face_at()), matcher, THRESHOLDS)


def headlines(session: VerificationSession, images: list[np.ndarray], frames_a_drawing: int) -> list[str]:
    """The words of a window that draws after this many judged frames."""
    reports, seen = Latest[FrameReport](), list[str]()
    for index, image in enumerate(images):
        reports.put(session.process(frame_of(image, index)))
        if index % frames_a_drawing == 0:
            seen.append(present(reports.peek(), SITUATION).headline)
    return seen


def test_yes_no_yes_no_never_says_verified(session: VerificationSession) -> None:
    assert headlines(session, [YES, NO] * 10, 2) == ["Checking"] * 10


def test_yes_yes_yes_says_verified_at_the_third_frame(session: VerificationSession) -> None:
    assert headlines(session, [YES] * 5, 2) == ["Checking", "Verified", "Verified"]
