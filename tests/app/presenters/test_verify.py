import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from app.live.engine import EngineState, Phase
from app.lockout.policy import TryStatus
from app.presenters.advice import ADVICE
from app.presenters.readiness import Readiness
from app.presenters.tone import Tone
from app.presenters.verification.time_limit import NO_LIMIT
from app.presenters.verify import REQUESTS, Action, VerifyContext, VerifyView, present, speed_words
from app.storage.paths import PROJECT
from model.liveness.result import Layer, LayerResult, LayerStatus, LivenessReason, Prompt
from model.verification.attempt import Attempt, AttemptState, Ending, FrameEvidence
from model.verification.decision import Decision, Reason, Thresholds
from model.verification.session import FrameReport
from model.vision.face import Face
from model.vision.quality import Flaw
from tests.support.fakes import face_at, frame_of, grey

RUNNING = EngineState(Phase.RUNNING)
FACE = face_at()
MATCH = Decision(Reason.ENOUGH_MATCHES, matches=6, references=8, similarity=0.93)
MISMATCH = Decision(Reason.TOO_FEW_MATCHES, matches=1, references=8, similarity=0.88)


def context(camera: EngineState = RUNNING, ready: bool = True, failure: str | None = None) -> VerifyContext:
    return VerifyContext("Ann", Readiness(camera, ready, failure), Thresholds(0.87, 0.5))


def report(decision: Decision, faces: int = 1, face: Face | None = FACE, steady: bool = True) -> FrameReport:
    crop = np.zeros((100, 100, 3), np.uint8) if face else None
    live = (LayerResult(Layer.FRESHNESS, LayerStatus.PASSED),)
    attempt = AttemptState(decision.verified and steady, decision, faces, 3, 3, live)
    return FrameReport(frame_of(grey()), faces, face, crop, decision, attempt, True, 0.01)


def test_a_match_is_verified_in_words_tone_and_numbers() -> None:
    view = present(report(MATCH), context())

    assert view == VerifyView(
        headline="Verified",
        tone=Tone.GOOD,
        detail="The same face as Ann: 6 of 8 references match.",
        similarity=0.93,
        share=0.75,
        matches="6 of 8",
        box=FACE.box,
    )


def test_a_verified_face_without_liveness_checks_is_marked_as_such() -> None:
    seen = report(MATCH)
    unchecked = replace(seen, attempt=replace(seen.attempt, liveness=()))

    assert present(unchecked, context()).note == "Liveness was not checked."


def test_a_prompt_of_a_liveness_check_is_shown_while_the_face_matches() -> None:
    asked = LayerResult(Layer.DEPTH, LayerStatus.CANNOT_TELL, LivenessReason.NOT_TURNED, Prompt.TURN_LEFT)
    seen = report(MATCH, steady=False)
    view = present(replace(seen, attempt=replace(seen.attempt, liveness=(asked,))), context())

    assert (view.headline, view.tone, view.turn) == ("Turn left", Tone.CALM, "left")
    assert view.detail == "6 of 8 references match. Turn your head a little to the left."


def test_every_prompt_has_a_headline() -> None:
    assert set(REQUESTS) == set(Prompt)


def test_a_face_that_is_not_live_is_never_shown_as_verified() -> None:
    failed = LayerResult(Layer.DEPTH, LayerStatus.FAILED, LivenessReason.FLAT)
    seen = report(MATCH, steady=False)
    ended = replace(seen.attempt, liveness=(failed,), ending=Ending.NOT_LIVE)
    view = present(replace(seen, attempt=ended), context())

    assert (view.headline, view.tone) == ("Not verified", Tone.BAD)
    assert view.detail.startswith("The face moves like a flat picture. Show your real face")


def test_a_locked_data_folder_can_be_unlocked() -> None:
    locked = replace(context().readiness, locked=True, failure="The data folder is encrypted.")
    view = present(None, replace(context(), readiness=locked))

    assert (view.headline, view.action) == ("Locked", Action.UNLOCK)


def test_a_mismatch_says_what_was_missing() -> None:
    view = present(report(MISMATCH), context())

    assert (view.headline, view.tone) == ("Not verified", Tone.BAD)
    assert (
        view.detail == "Not the same face as Ann: 1 of 8 references matches, but more than 50 % must match."
    )


def test_one_lucky_frame_is_not_verified_yet() -> None:
    view = present(report(MATCH, steady=False), context())

    assert (view.headline, view.tone) == ("Checking", Tone.CALM)


def test_while_an_attempt_runs_a_mismatch_is_no_verdict() -> None:
    view = present(report(MISMATCH), replace(context(), limit_s=20.0))

    assert (view.headline, view.tone) == ("Checking", Tone.CALM)
    assert view.detail == (
        "So far 1 of 8 references matches; more than 50 % must match. Keep looking into the camera."
    )


def test_progress_is_shown_while_new_references_are_embedded() -> None:
    view = present(report(Decision(Reason.EMBEDDING_REFERENCES, references=10_000, ready=1_500)), context())

    assert view.detail == "Preparing new references. This happens only once. 1,500 of 10,000 are ready."


def test_a_window_that_misses_every_second_report_never_says_verified_where_one_refuses() -> None:
    attempt = Attempt(3)
    reports = []
    for index, decision in enumerate([MATCH, MISMATCH] * 10):
        attempt.add(FrameEvidence(decision, 1, index / 30, continues=index > 0))
        reports.append(
            FrameReport(frame_of(grey(), index), 1, FACE, None, decision, attempt.state, True, 0.01)
        )

    assert {present(seen, context()).headline for seen in reports[::2]} == {"Checking"}


@pytest.mark.parametrize(("faces", "note"), [(1, ""), (3, "3 faces: the largest is checked.")])
def test_several_faces_are_mentioned(faces: int, note: str) -> None:
    assert present(report(MATCH, faces), context()).note == note


def test_without_references_it_leads_to_enrolment() -> None:
    view = present(report(Decision(Reason.NO_REFERENCES)), context())

    assert view.action is Action.ENROL
    assert "Ann has no references" in view.detail
    assert view.box == FACE.box


OBSTACLES = {
    "no model": (context(failure="The bundle is damaged."), "Not possible", Tone.BAD),
    "no camera": (context(EngineState(Phase.FAILED, "Unplugged.")), "No picture", Tone.BAD),
    "camera troubled": (context(EngineState(Phase.RECOVERING, "Frozen.")), "Camera problem", Tone.UNSURE),
    "camera off": (context(EngineState(Phase.STOPPED)), "Camera off", Tone.CALM),
    "camera opening": (context(EngineState(Phase.OPENING)), "One moment", Tone.CALM),
    "model loading": (context(ready=False), "One moment", Tone.CALM),
}


@pytest.mark.parametrize(("blocked", "headline", "tone"), OBSTACLES.values(), ids=OBSTACLES.keys())
def test_an_old_match_never_outlives_what_it_came_from(
    blocked: VerifyContext, headline: str, tone: Tone
) -> None:
    view = present(report(MATCH), blocked)

    assert (view.headline, view.tone) == (headline, tone)
    assert view.similarity is None
    assert view.box is None


def test_before_the_first_report_it_waits() -> None:
    assert present(None, context()).headline == "One moment"


def test_the_end_of_a_recording_keeps_its_last_verdict() -> None:
    over = context(EngineState(Phase.ENDED, "The recording has ended."))
    view = present(report(MATCH), over)

    assert (view.headline, view.action) == ("Verified", Action.PLAY_AGAIN)
    assert present(ended(None, MATCH, Ending.VERIFIED), over).action is Action.PLAY_AGAIN
    assert view.note.startswith("The recording has ended.")


UNCOMPARED = [
    reason
    for reason in (*Reason, *Flaw)
    if reason
    not in (Reason.ENOUGH_MATCHES, Reason.TOO_FEW_MATCHES, Reason.COUNTER_EXAMPLE, Reason.NO_REFERENCES)
]


@pytest.mark.parametrize("reason", UNCOMPARED)
def test_every_reason_has_words_and_none_says_verified(reason: Reason) -> None:
    face = None if reason is Reason.NO_FACE else face_at()

    view = present(report(Decision(reason, references=8), 1 if face else 0, face), context())

    assert view.headline == ADVICE[reason].headline
    assert view.detail.startswith(ADVICE[reason].next_step)
    assert view.tone is (Tone.CALM if reason is Reason.EMBEDDING_REFERENCES else Tone.UNSURE)
    assert view.similarity is None
    assert (view.box is None) == (face is None)


@pytest.mark.parametrize(
    ("judged", "delivered", "words"),
    [
        (21.4, 30.2, "Checking 21 of 30 frames per second"),
        (31.0, 30.2, "Checking 30 of 30 frames per second"),
        (0.0, 0.0, ""),
    ],
)
def test_speed_in_words(judged: float, delivered: float, words: str) -> None:
    assert speed_words(report(MATCH), judged, delivered) == words


def test_without_a_running_attempt_no_speed_is_shown() -> None:
    running = report(MATCH)
    ended = replace(running, attempt=replace(running.attempt, ending=Ending.VERIFIED))
    locked_out = report(Decision(Reason.LOCKED_OUT, references=8))

    assert [speed_words(seen, 10, 10) for seen in (None, ended, locked_out)] == ["", "", ""]


@pytest.mark.slow
def test_the_presenters_do_without_kivy() -> None:
    names = [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in (PROJECT / "app/presenters").rglob("[!_]*.py")
    ]
    imports = "; ".join(
        f"import {name}" for name in [*names, "app.gui.drawing.geometry", "app.capture.enrolment"]
    )
    program = f"{imports}; import sys; print('kivy' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True)

    assert answer.stdout.strip() == "False", answer.stderr


def test_a_person_who_is_locked_out_reads_for_how_long() -> None:
    locked_out = report(Decision(Reason.LOCKED_OUT, references=8))
    waiting = replace(context(), tries=TryStatus(5, wait_s=12.3))

    view = present(locked_out, waiting)
    assert (view.headline, view.tone) == ("Too many failures", Tone.UNSURE)
    assert view.detail == "5 failed attempts for Ann. Try again in 13 seconds."
    assert view.command == ""
    assert present(locked_out, context()).detail == "Wait for a moment before you try again."


@pytest.mark.parametrize("ending", [None, Ending.NOT_SAME])
def test_a_person_who_is_locked_for_good_reads_the_command_apart_from_the_reason(
    ending: Ending | None,
) -> None:
    seen = ended(None, MISMATCH, ending) if ending else report(Decision(Reason.LOCKED_OUT))
    view = present(seen, replace(context(), tries=TryStatus(50, disabled=True)))
    assert view.command == "python main.py lockout unlock --person Ann"
    assert "--person" not in view.detail + view.note


@pytest.mark.parametrize("night_light", [False, True])
def test_a_face_that_is_too_dark_is_lit_up_or_can_be(night_light: bool) -> None:
    view = present(report(Decision(Flaw.TOO_DARK)), replace(context(), night_light=night_light))

    assert view.headline == "Too dark"
    assert view.action is (Action.NONE if night_light else Action.LIGHT_UP)
    assert ("is lighting up your face" in view.detail) is night_light


def test_only_darkness_offers_the_night_light() -> None:
    for reason in (Reason.NO_FACE, *set(Flaw) - {Flaw.TOO_DARK}):
        assert present(report(Decision(reason)), context()).action is Action.NONE


def ended(reason: LivenessReason | None, decision: Decision, ending: Ending) -> FrameReport:
    status = LayerStatus.FAILED if ending is Ending.NOT_LIVE else LayerStatus.CANNOT_TELL
    live = (LayerResult(Layer.FRESHNESS, status, reason),) if reason else ()
    seen = report(decision, steady=False)
    return replace(seen, attempt=replace(seen.attempt, ending=ending, liveness=live))


AFTER = {
    "another camera": (
        ended(LivenessReason.OTHER_CAMERA, MATCH, Ending.CANNOT_TELL),
        (Action.ENROL_AGAIN, Action.NEXT_ATTEMPT),
    ),
    "a virtual camera": (
        ended(LivenessReason.VIRTUAL_CAMERA, MATCH, Ending.CANNOT_TELL),
        (Action.CHOOSE_CAMERA, Action.NEXT_ATTEMPT),
    ),
    "marked as another person": (
        ended(None, replace(MATCH, reason=Reason.COUNTER_EXAMPLE), Ending.NOT_SAME),
        (Action.NEXT_ATTEMPT, Action.PEOPLE),
    ),
    "too dark": (
        ended(None, Decision(Flaw.TOO_DARK), Ending.NOT_JUDGED),
        (Action.NEXT_ATTEMPT, Action.LIGHT_UP),
    ),
    "flat": (ended(LivenessReason.FLAT, MATCH, Ending.NOT_LIVE), (Action.NEXT_ATTEMPT, Action.NONE)),
    "too few": (ended(None, MISMATCH, Ending.NOT_SAME), (Action.NEXT_ATTEMPT, Action.NONE)),
}


@pytest.mark.parametrize(("seen", "steps"), AFTER.values(), ids=AFTER.keys())
def test_an_attempt_that_ended_offers_what_helps_before_a_next_one_that_would_end_like_it(
    seen: FrameReport, steps: tuple[Action, Action]
) -> None:
    view = present(seen, context())
    assert (view.action, view.remedy) == steps


BLOCKED = {
    "no camera": (context(EngineState(Phase.FAILED, "It is busy.")), Action.CHOOSE_CAMERA),
    "camera off": (context(EngineState(Phase.STOPPED)), Action.CHOOSE_CAMERA),
    "camera lost": (context(EngineState(Phase.RECOVERING, "It is gone.")), Action.CHOOSE_CAMERA),
    "damaged references": (context(failure="A picture is damaged."), Action.PEOPLE),
    "damaged model": (context(ready=False, failure="The model is damaged."), Action.CHOOSE_MODEL),
}


@pytest.mark.parametrize(("situation", "action"), BLOCKED.values(), ids=BLOCKED.keys())
def test_where_nothing_can_be_judged_a_button_leads_on(situation: VerifyContext, action: Action) -> None:
    assert present(None, situation).action is action


OVER = EngineState(Phase.ENDED, "The recording has ended.")
UNFINISHED = {
    "it matched": (MATCH, "6 of 8 references match."),
    "it did not match": (MISMATCH, "Not the same face as Ann: 1 of 8 references matches"),
    "nobody was there": (Decision(Reason.NO_FACE), "No face."),
}


@pytest.mark.parametrize(("decision", "detail"), UNFINISHED.values(), ids=UNFINISHED.keys())
def test_a_recording_that_ends_leaves_no_attempt_running(decision: Decision, detail: str) -> None:
    view = present(report(decision, steady=False), replace(context(OVER), limit_s=20.0))

    assert (view.headline, view.tone, view.time) == ("Not finished", Tone.UNSURE, NO_LIMIT)
    assert view.detail.startswith(detail)
    assert view.note == "The recording ended before the attempt did. Play it again."
    assert view.action is Action.PLAY_AGAIN
