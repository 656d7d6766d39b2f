"""What the Verify screen says."""

from dataclasses import dataclass
from enum import StrEnum

from app.live.engine import Phase
from app.lockout.policy import NO_FAILURES, TryStatus
from app.lockout.sentences import refusal_words
from app.presenters.advice import ADVICE
from app.presenters.plurals import several_faces
from app.presenters.readiness import Readiness, blocking_state
from app.presenters.thresholds import percent
from app.presenters.tone import Tone
from model.terminal.similarity_format import format_matches
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Decision, Reason, Thresholds
from model.verification.session import FrameReport
from model.vision.frame import Box

AGAIN = "The recording has ended. Play it again to try other thresholds."


class Action(StrEnum):
    """The action that the screen offers."""

    NONE = ""
    ENROL = "Enrol references"
    CHOOSE_MODEL = "Choose a model"


@dataclass(frozen=True, slots=True)
class VerifyContext:
    """What the words depend on besides the report."""

    person: str
    readiness: Readiness
    thresholds: Thresholds
    tries: TryStatus = NO_FAILURES


@dataclass(frozen=True, slots=True)
class VerifyView:
    """``similarity`` and ``share`` (of matching references) in [0, 1]; None where nothing was compared."""

    headline: str
    tone: Tone
    detail: str
    note: str = ""
    action: Action = Action.NONE
    similarity: float | None = None
    share: float | None = None
    matches: str = ""
    box: Box | None = None


def present(report: FrameReport | None, context: VerifyContext) -> VerifyView:
    """Only a fresh report of a running or ended camera, judged by a loaded model, ever says *Verified*."""
    blocked = blocking_state(context.readiness)
    if blocked:
        action = Action.CHOOSE_MODEL if context.readiness.failure else Action.NONE
        return VerifyView(blocked.headline, blocked.tone, blocked.detail, action=action)
    if report is None:
        return VerifyView("One moment", Tone.CALM, "Waiting for the first picture.")
    if report.decision.reason is Reason.NO_REFERENCES:
        return VerifyView(
            "No references yet",
            Tone.UNSURE,
            f"{context.person} has no references. Enrol some first.",
            action=Action.ENROL,
            box=report.face.box if report.face else None,
        )
    if report.attempt.ending is Ending.NOT_LIVE:
        return _not_live(report)
    if report.decision.reason is Reason.LOCKED_OUT:
        return _locked_out(report, context)
    if not report.decision.compared:
        return _not_compared(report)
    return _compared(report, report.decision, context)


def _not_live(report: FrameReport) -> VerifyView:
    advice = ADVICE[report.attempt.reason]
    box = report.face.box if report.face else None
    return VerifyView(
        "Not verified", Tone.BAD, f"{report.attempt.reason.capitalize()}. {advice.next_step}", box=box
    )


def _locked_out(report: FrameReport, context: VerifyContext) -> VerifyView:
    advice = ADVICE[Reason.LOCKED_OUT]
    detail = refusal_words(context.tries, context.person) or advice.next_step
    box = report.face.box if report.face else None
    return VerifyView(advice.headline, Tone.UNSURE, detail, box=box)


def _not_compared(report: FrameReport) -> VerifyView:
    decision = report.decision
    advice = ADVICE[decision.reason]
    detail = advice.next_step
    if decision.reason is Reason.EMBEDDING_REFERENCES:
        detail = f"{detail} {decision.ready:,} of {decision.references:,} are ready."
    box = report.face.box if report.face else None
    return VerifyView(
        advice.headline, Tone.UNSURE, detail, note=several_faces(report.faces, "is judged"), box=box
    )


def _compared(report: FrameReport, decision: Decision, context: VerifyContext) -> VerifyView:
    headline, tone, detail = _verdict(decision, report.attempt, context)
    ended = context.readiness.camera.phase is Phase.ENDED
    return VerifyView(
        headline,
        tone,
        detail,
        note=AGAIN if ended else several_faces(report.faces, "is judged"),
        similarity=decision.similarity,
        share=decision.matches / decision.references,
        matches=f"{decision.matches} of {decision.references}",
        box=report.face.box if report.face else None,
    )


def _verdict(decision: Decision, attempt: AttemptState, context: VerifyContext) -> tuple[str, Tone, str]:
    found = format_matches(decision.matches, decision.references)
    if not decision.verified:
        needed = f"more than {percent(context.thresholds.verification)} must"
        return "Not verified", Tone.BAD, f"Not the same face as {context.person}: {found}; {needed}."
    if not attempt.verified:
        return "Checking", Tone.UNSURE, f"{found}. {_request(attempt)}"
    return "Verified", Tone.GOOD, f"The same face as {context.person}: {found}."


def _request(attempt: AttemptState) -> str:
    """What the user should do until the check is finished."""
    if attempt.prompt:
        return attempt.prompt
    return "Checking that you are live." if attempt.identity_steady else "Hold still for a moment."


def speed_words(judged: float, delivered: float) -> str:
    """Both in frames per second. ``judged`` is capped at ``delivered``, which its estimate may exceed."""
    if delivered == 0:
        return ""
    return f"Judging {min(judged, delivered):.0f} of {delivered:.0f} frames a second"
