"""The answer of ``verify``, as JSON and in words."""

from dataclasses import dataclass

from app.presenters.advice import next_step
from app.system.exit_codes import Exit
from app.system.url_redaction import redact_urls
from model.liveness.mode import LivenessMode
from model.storage.os_errors import describe_os_error
from model.terminal.similarity_format import format_matches, format_measured
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Thresholds
from model.verification.security_levels import Level
from model.vision.orientation import Rotation, rotation_words

TOO_FEW_IN_A_ROW = (
    "it matched for too few frames in a row, {} at most: hold still and look at the camera for longer"
)

LIVENESS_UNCHECKED = "Liveness was not checked."

EXIT_OF = {
    Ending.VERIFIED: Exit.VERIFIED,
    Ending.NOT_SAME: Exit.NOT_VERIFIED,
    Ending.NOT_LIVE: Exit.NOT_VERIFIED,
    Ending.CANNOT_TELL: Exit.COULD_NOT,
    Ending.NOT_JUDGED: Exit.COULD_NOT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationAnswer:
    """What ``--json`` prints. ``reason`` is a phrase when frames were judged, else a sentence. ``level`` is
    None when the user's own detection threshold was in force. ``left_out``: files without a usable reference,
    and why. ``liveness``: the checks that were required; None when nothing was judged.
    ``rotation``: degrees clockwise by which the photograph was rotated to find a face."""

    verified: bool
    reason: str
    matches: int = 0
    references: int = 0
    similarity: float | None = None
    level: Level | None = None
    detection_threshold: float | None = None
    verification_threshold: float | None = None
    faces: int = 0
    frames_judged: int = 0
    liveness: LivenessMode | None = None
    left_out: tuple[str, ...] = ()
    rotation: Rotation = 0
    model: str | None = None
    exit_code: int


def refusal(why: Exception | str, code: Exit) -> VerificationAnswer:
    reason = why if isinstance(why, str) else describe_os_error(why)
    return VerificationAnswer(verified=False, reason=redact_urls(reason), exit_code=code)


def answer_for(
    attempt: AttemptState, level: Level | None, thresholds: Thresholds, references: int, model: str
) -> VerificationAnswer:
    """The answer to an attempt that has ended."""
    decision = attempt.decision
    unsteady = decision.verified and attempt.ending is Ending.NOT_SAME
    return VerificationAnswer(
        verified=attempt.verified,
        reason=TOO_FEW_IN_A_ROW.format(attempt.longest_run) if unsteady else attempt.reason,
        matches=decision.matches,
        references=references,
        similarity=decision.similarity,
        level=level,
        detection_threshold=thresholds.detection,
        verification_threshold=thresholds.verification,
        faces=attempt.faces,
        frames_judged=attempt.frames_judged,
        model=model,
        exit_code=EXIT_OF[attempt.ending or Ending.NOT_JUDGED],
    )


def answer_words(answer: VerificationAnswer, *, photograph: bool) -> str:
    """For the terminal. ``photograph``: a photograph was verified, not a live camera."""
    verdict = "verified" if answer.verified else "not verified"
    turned = rotation_words(answer.rotation) if answer.rotation else ""
    unchecked = LIVENESS_UNCHECKED if answer.liveness is LivenessMode.NONE else ""
    advice = next_step(answer.reason, photograph=photograph)
    more = [sentence for sentence in (turned, advice, unchecked) if sentence]
    first = f"{verdict}: {answer.reason}{_figures(answer)}"
    return " ".join([f"{first}.", *more]) if more else first


def _figures(answer: VerificationAnswer) -> str:
    if answer.similarity is None:
        return ""
    matches = format_matches(answer.matches, answer.references)
    several = "; several faces: the largest was judged" if answer.faces > 1 else ""
    return f" ({matches}, highest similarity {format_measured(answer.similarity)}){several}"
