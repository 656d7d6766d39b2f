from dataclasses import replace

import pytest

from app.capture.collector import CollectReport
from app.capture.pose_enrolment import EnrolmentProgress, Side, SideState
from app.live.engine import EngineState, Phase
from app.presenters.collect import present
from app.presenters.readiness import Readiness
from app.presenters.setup.enrolment import PROMPTS, present_checks, present_enrolment
from app.presenters.tone import Tone
from app.storage.crop_store import CropCounts
from model.vision.quality import Flaw
from tests.support.fakes import face_at, frame_of, grey, sharp_image

RUNNING = Readiness(EngineState(Phase.RUNNING), ready=True)
FRESH = EnrolmentProgress(
    dict.fromkeys(Side, SideState.WAITING), Side.STRAIGHT, taken=0, wanted=10, seconds_left=18.0, done=False
)
GOOD = CollectReport(frame_of(grey()), 1, face_at(), sharp_image(), (), None, CropCounts())
DARK = replace(GOOD, flaws=(Flaw.TOO_DARK,), reason=Flaw.TOO_DARK)


@pytest.mark.parametrize("side", Side)
def test_it_asks_for_the_current_side(side: Side) -> None:
    view = present_enrolment(replace(FRESH, current=side, taken=3), GOOD, RUNNING)

    assert view.prompt == PROMPTS[side]
    assert view.detail == "3 of 10 pictures. At most 18 more seconds."
    assert [one.side for one in view.sides if one.current] == [side]


def test_a_flaw_comes_before_the_side() -> None:
    view = present_enrolment(FRESH, DARK, RUNNING)

    assert (view.prompt, view.tone) == ("Too dark", Tone.UNSURE)
    assert view.detail == "Turn on a light or face a window."


TURNED = replace(GOOD, flaws=(Flaw.TURNED_AWAY,), reason=Flaw.TURNED_AWAY)


@pytest.mark.parametrize("side", [*Side, None])
def test_a_head_that_turns_too_far_for_a_pose_is_not_sent_back_to_the_straight_one(side: Side | None) -> None:
    view = present_enrolment(replace(FRESH, current=side), TURNED, RUNNING)

    straight = side is Side.STRAIGHT
    assert view.prompt == ("Turned away" if straight else "Not so far")
    assert ("straight" in view.detail) is straight


def test_a_recording_that_ends_too_early_can_be_played_again() -> None:
    view = present_enrolment(FRESH, GOOD, replace(RUNNING, camera=EngineState(Phase.ENDED)))

    assert (view.prompt, view.tone) == ("Not enough yet", Tone.UNSURE)
    assert view.detail == "The recording has ended. Play it again to continue."


def test_the_ring_says_in_words_which_sides_are_done_and_skipped() -> None:
    sides = {**FRESH.sides, Side.STRAIGHT: SideState.DONE, Side.LEFT: SideState.SKIPPED}

    view = present_enrolment(replace(FRESH, sides=sides, current=Side.RIGHT, taken=5), GOOD, RUNNING)

    assert [one.words for one in view.sides] == ["done", "skipped", "now", "", ""]
    assert view.share == 0.5


def test_only_the_straight_side_cannot_be_skipped() -> None:
    views = {side: present_enrolment(replace(FRESH, current=side), GOOD, RUNNING) for side in (*Side, None)}

    can_skip = {side: view.can_skip for side, view in views.items()}
    assert can_skip == {**dict.fromkeys((*Side, None), True), Side.STRAIGHT: False}
    assert views[Side.UP].skip_words == "Skip this pose (S)"
    assert views[None].skip_words == "Finish now (S)"


def test_the_checks_name_what_is_missing() -> None:
    nothing = present_checks(present(None, RUNNING), "Camera 0", has_picture=False, has_face=False)
    dark = present_checks(present(DARK, RUNNING), "Camera 0", has_picture=True, has_face=True)
    good = present_checks(present(GOOD, RUNNING), "Camera 0", has_picture=True, has_face=True)

    assert [item.tone for item in nothing] == [Tone.UNSURE] * 3
    unknown = "Unknown until there is a picture."
    assert [item.words for item in nothing] == ["No picture", unknown, unknown]
    assert [item.tone for item in dark] == [Tone.GOOD, Tone.GOOD, Tone.UNSURE]
    assert dark[2].words == "Too dark. Turn on a light or face a window."
    assert [item.tone for item in good] == [Tone.GOOD] * 3
