"""What the Verify screen says."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from app.live.engine import Phase
from app.lockout.policy import NO_FAILURES, TryStatus
from app.lockout.sentences import left_words, locked_command, locked_words
from app.presenters.advice import ADVICE
from app.presenters.plurals import LARGEST_IS_JUDGED, matches_words, several_faces
from app.presenters.readiness import Readiness, blocking_state
from app.presenters.tone import Tone
from app.presenters.verification.ending import (
    other_face_words,
    present_ending,
    same_face_words,
    so_far_words,
)
from app.presenters.verification.time_limit import NO_LIMIT, TimeLeft, present_time
from app.translation.catalogue import localized, tr, translatable
from model.liveness.result import LivenessReason, Prompt
from model.verification.attempt import UNTRUSTED_CAMERA, AttemptState
from model.verification.decision import Decision, Reason, Thresholds
from model.verification.session import FrameReport
from model.vision.frame import Box
from model.vision.quality import Flaw

LIVENESS_UNCHECKED = translatable("Liveness was not checked.")
LIT_UP = translatable("The screen is lighting up your face. Move closer to the screen.")
UNFINISHED = translatable("The recording ended before the attempt did. Play it again.")
AGAIN = translatable("The recording has ended. Play it again to try other thresholds.")


CHECKING = translatable("Checking")
REQUESTS = {
    Prompt.TURN_LEFT: translatable("Turn left"),
    Prompt.TURN_RIGHT: translatable("Turn right"),
    Prompt.HOLD_STILL: translatable("Hold still"),
    Prompt.MOVE_CLOSER: translatable("Move closer"),
    Prompt.DIM_THE_ROOM: translatable("Dim the room"),
}
"""What a liveness check asks for, in words that can be read from where the user sits."""
NOT_RUNNING = (Reason.LOCKED_OUT, Reason.NO_REFERENCES)
"""Reasons why no attempt can run."""
TURNS = {Prompt.TURN_LEFT: "left", Prompt.TURN_RIGHT: "right"}


class Action(StrEnum):
    """The action that the screen offers."""

    NONE = ""
    ENROL = translatable("Enrol references")
    CHOOSE_MODEL = translatable("Choose a model")
    NEXT_ATTEMPT = translatable("Next attempt (space bar)")
    UNLOCK = translatable("Unlock …")
    ENROL_AGAIN = translatable("Enrol with this camera")
    LIGHT_UP = translatable("Light up my face")
    CHOOSE_CAMERA = translatable("Choose a camera …")
    PLAY_AGAIN = translatable("Play again")
    PEOPLE = translatable("Open People")


REMEDIES = {
    LivenessReason.OTHER_CAMERA: Action.ENROL_AGAIN,
    LivenessReason.VIRTUAL_CAMERA: Action.CHOOSE_CAMERA,
    LivenessReason.REPEATED_FRAMES: Action.CHOOSE_CAMERA,
    Reason.COUNTER_EXAMPLE: Action.PEOPLE,
    Flaw.TOO_DARK: Action.LIGHT_UP,
}
"""What helps after an attempt that ended for this reason, beside the next attempt."""


@dataclass(frozen=True, slots=True)
class VerifyContext:
    """What the text depends on besides the report. ``limit_s``: of an attempt, infinite without a limit.
    ``night_light``: whether the window lights up a dark face."""

    person: str
    readiness: Readiness
    thresholds: Thresholds
    tries: TryStatus = NO_FAILURES
    limit_s: float = math.inf
    night_light: bool = False


@dataclass(frozen=True, slots=True)
class VerifyView:
    """``similarity`` and ``share`` (of matching references) in [0, 1]; None if nothing was compared.
    ``box``: the face that the verdict is about, if it is in the picture. ``turn``: "left" or "right", the way
    in which the user should turn the head now; else empty. ``command``: for a terminal, below the ``note``.
    ``action`` and ``remedy``: buttons; ``action`` is the main one."""

    headline: str
    tone: Tone
    detail: str
    note: str = ""
    command: str = ""
    action: Action = Action.NONE
    remedy: Action = Action.NONE
    similarity: float | None = None
    share: float | None = None
    matches: str = ""
    box: Box | None = None
    time: TimeLeft = NO_LIMIT
    turn: str = ""


def present(report: FrameReport | None, context: VerifyContext) -> VerifyView:
    """Only a fresh report of a running or ended camera, judged by a loaded model, ever says *Verified*."""
    blocked = blocking_state(context.readiness)
    if blocked:
        action = _blocked_action(context.readiness)
        return VerifyView(blocked.headline, blocked.tone, blocked.detail, action=action)
    if report is None:
        return VerifyView(tr("One moment"), Tone.CALM, tr("Checking the first picture."))
    if report.decision.reason is Reason.NO_REFERENCES:
        return _no_references(report, context)
    if report.attempt.ending is not None and report.attempt.decision.reason is not Reason.LOCKED_OUT:
        return _ended(report, context)
    if report.decision.reason is Reason.LOCKED_OUT:
        return _locked_out(report, context)
    if _has_ended(context) and math.isfinite(context.limit_s):
        return _unfinished(report, context)
    view = _compared(report, context) if report.decision.compared else _not_compared(report, context)
    return replace(view, time=present_time(report.attempt, context.limit_s))


def _blocked_action(readiness: Readiness) -> Action:
    """What the screen offers while nothing can be judged. Once the networks are loaded, a failure is about
    the references."""
    if readiness.locked:
        return Action.UNLOCK
    if readiness.failure:
        return Action.PEOPLE if readiness.ready else Action.CHOOSE_MODEL
    lost = readiness.camera.phase in (Phase.FAILED, Phase.RECOVERING, Phase.STOPPED)
    return Action.CHOOSE_CAMERA if lost else Action.NONE


def _no_references(report: FrameReport, context: VerifyContext) -> VerifyView:
    return VerifyView(
        tr("No references yet"),
        Tone.UNSURE,
        tr("{person} has no references. Enrol some first.", person=context.person),
        action=Action.ENROL,
        box=_box(report),
    )


def _locked_out(report: FrameReport, context: VerifyContext) -> VerifyView:
    advice = ADVICE[Reason.LOCKED_OUT]
    detail = locked_words(context.tries, context.person) or tr(advice.next_step)
    command = locked_command(context.tries, context.person)
    action = Action.NEXT_ATTEMPT if report.attempt.ending and context.tries.allowed else Action.NONE
    return VerifyView(
        tr(advice.headline), Tone.UNSURE, detail, command=command, action=action, box=_box(report)
    )


def _ended(report: FrameReport, context: VerifyContext) -> VerifyView:
    """The result stays until the next attempt. The face is outlined only while it still gives this result:
    another person may have sat down."""
    attempt = report.attempt
    words = present_ending(attempt, context.person, context.thresholds)
    agrees = report.decision.compared and report.decision.verified == attempt.verified
    action, remedy = _next_steps(attempt, context)
    view = VerifyView(
        words.headline,
        words.tone,
        words.detail,
        note=_recording_note(context) or _tries_note(context) or _unchecked(attempt),
        command="" if _recording_note(context) else locked_command(context.tries, context.person),
        action=action,
        remedy=remedy,
        box=_box(report) if agrees else None,
    )
    return _with_figures(view, attempt.decision)


def _unfinished(report: FrameReport, context: VerifyContext) -> VerifyView:
    """The recording ended before the attempt did. What it has shown does not count."""
    decision = report.attempt.decision
    if decision.verified:
        detail = f"{matches_words(decision.matches, decision.references)}."
    elif decision.compared:
        detail = other_face_words(decision, context.person, context.thresholds)
    else:
        detail = f"{tr(ADVICE[decision.reason].headline)}."
    view = VerifyView(
        tr("Not finished"),
        Tone.UNSURE,
        detail,
        note=tr(UNFINISHED),
        action=Action.PLAY_AGAIN,
        box=_box(report),
    )
    return _with_figures(view, decision)


def _next_steps(attempt: AttemptState, context: VerifyContext) -> tuple[Action, Action]:
    """The main one first. With an untrusted camera, the next attempt would end in the same way."""
    again = Action.PLAY_AGAIN if _has_ended(context) else Action.NEXT_ATTEMPT
    remedy = _remedy(attempt, context)
    return (remedy, again) if attempt.reason in UNTRUSTED_CAMERA else (again, remedy)


def _remedy(attempt: AttemptState, context: VerifyContext) -> Action:
    remedy = Action.NONE if attempt.verified else REMEDIES.get(attempt.reason, Action.NONE)
    return Action.NONE if remedy is Action.LIGHT_UP and context.night_light else remedy


def _not_compared(report: FrameReport, context: VerifyContext) -> VerifyView:
    decision = report.decision
    advice = ADVICE[decision.reason]
    dark, lit_up = decision.reason is Flaw.TOO_DARK, context.night_light
    detail = tr(LIT_UP) if dark and lit_up else tr(advice.next_step)
    if decision.reason is Reason.EMBEDDING_REFERENCES:
        done, every = localized(f"{decision.ready:,}"), localized(f"{decision.references:,}")
        ready = tr("{ready} of {all} are ready.", ready=done, all=every)
        detail = f"{detail} {ready}"
    note = several_faces(report.faces, LARGEST_IS_JUDGED)
    action = Action.LIGHT_UP if dark and not lit_up else Action.NONE
    tone = Tone.CALM if decision.reason is Reason.EMBEDDING_REFERENCES else Tone.UNSURE
    return VerifyView(tr(advice.headline), tone, detail, note=note, action=action, box=_box(report))


def _compared(report: FrameReport, context: VerifyContext) -> VerifyView:
    headline, tone, detail = _verdict(report.decision, report.attempt, context)
    several = several_faces(report.faces, LARGEST_IS_JUDGED)
    note = _recording_note(context) or several or _unchecked(report.attempt)
    turn = TURNS.get(report.attempt.prompt, "") if report.decision.verified and report.attempt.prompt else ""
    action = Action.PLAY_AGAIN if _has_ended(context) else Action.NONE
    view = VerifyView(headline, tone, detail, note=note, action=action, box=_box(report), turn=turn)
    return _with_figures(view, report.decision)


def _with_figures(view: VerifyView, decision: Decision) -> VerifyView:
    if decision.similarity is None:
        return view
    matches = tr("{matches} of {all}", matches=decision.matches, all=decision.references)
    share = decision.matches / decision.references
    return replace(view, similarity=decision.similarity, share=share, matches=matches)


def _verdict(decision: Decision, attempt: AttemptState, context: VerifyContext) -> tuple[str, Tone, str]:
    """While the attempt runs. One that stays open has a verdict for each frame."""
    if attempt.verified:
        return tr("Verified"), Tone.GOOD, same_face_words(decision, context.person)
    if decision.verified:
        found = matches_words(decision.matches, decision.references)
        headline = REQUESTS[attempt.prompt] if attempt.prompt else CHECKING
        return tr(headline), Tone.CALM, f"{found}. {_request(attempt)}"
    if math.isfinite(context.limit_s):
        return tr(CHECKING), Tone.CALM, so_far_words(decision, context.person, context.thresholds)
    return tr("Not verified"), Tone.BAD, other_face_words(decision, context.person, context.thresholds)


def _request(attempt: AttemptState) -> str:
    """What the user should do until the check is finished."""
    if attempt.prompt:
        return tr(attempt.prompt)
    return (
        tr("Checking that your face is real.") if attempt.identity_steady else tr("Hold still for a moment.")
    )


def _box(report: FrameReport) -> Box | None:
    return report.face.box if report.face else None


def _tries_note(context: VerifyContext) -> str:
    """After a failure: the wait, or how many attempts are left before one."""
    return locked_words(context.tries, context.person) or left_words(context.tries)


def _recording_note(context: VerifyContext) -> str:
    return tr(AGAIN) if _has_ended(context) else ""


def _has_ended(context: VerifyContext) -> bool:
    return context.readiness.camera.phase is Phase.ENDED


def _unchecked(attempt: AttemptState) -> str:
    return tr(LIVENESS_UNCHECKED) if attempt.verified and not attempt.liveness else ""


def speed_words(report: FrameReport | None, judged: float, delivered: float) -> str:
    """While an attempt is running. Both speeds are in frames per second. ``judged`` is capped at
    ``delivered``, which its estimate may exceed."""
    if delivered == 0 or report is None or report.attempt.ending or report.decision.reason in NOT_RUNNING:
        return ""
    return tr(
        "Checking {judged} of {delivered} frames per second",
        judged=f"{min(judged, delivered):.0f}",
        delivered=f"{delivered:.0f}",
    )
