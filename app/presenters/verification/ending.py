"""How an attempt ended, in words."""

from dataclasses import dataclass

from app.presenters.advice import ADVICE
from app.presenters.plurals import matches_words
from app.presenters.thresholds import percent
from app.presenters.tone import Tone
from app.translation.catalogue import localized, ntr, tr, translatable
from model.liveness.result import LivenessReason
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Decision, Reason, Thresholds

ADDRESSED: dict[object, str] = {
    LivenessReason.NOT_TURNED: translatable("you did not turn your head as asked"),
    LivenessReason.LIGHT_NOT_FOLLOWED: translatable(
        "the light on your face does not follow the colours of the screen"
    ),
    LivenessReason.LIGHT_TOO_WEAK: translatable(
        "the room is too bright to see the light of the screen on your face"
    ),
    LivenessReason.NO_LAMP: translatable("the light of the screen cannot be shown here"),
}
"""Reasons in the words of the window, which speaks to the user. The names that files and JSON have stay."""


@dataclass(frozen=True, slots=True)
class EndingWords:
    """``detail``: the reason and the next step."""

    headline: str
    tone: Tone
    detail: str


def present_ending(attempt: AttemptState, person: str, thresholds: Thresholds) -> EndingWords:
    """Of an attempt that has ended. Only ``Ending.VERIFIED`` says *Verified*."""
    match attempt.ending:
        case Ending.VERIFIED:
            return EndingWords(tr("Verified"), Tone.GOOD, same_face_words(attempt.decision, person))
        case Ending.NOT_SAME:
            return EndingWords(tr("Not verified"), Tone.BAD, _mismatch(attempt, person, thresholds))
        case Ending.NOT_LIVE:
            return EndingWords(tr("Not verified"), Tone.BAD, _liveness(attempt))
        case Ending.CANNOT_TELL:
            return EndingWords(tr("Could not judge"), Tone.UNSURE, _liveness(attempt))
        case _:
            return EndingWords(tr("Could not judge"), Tone.UNSURE, _not_judged(attempt))


def same_face_words(decision: Decision, person: str) -> str:
    found = matches_words(decision.matches, decision.references)
    return tr("The same face as {person}: {found}.", person=person, found=found)


def other_face_words(decision: Decision, person: str, thresholds: Thresholds) -> str:
    """Compared and refused, with what was missing."""
    if decision.reason is Reason.COUNTER_EXAMPLE:
        return counter_example_words(person)
    return tr(
        "Not the same face as {person}: {found}, but more than {needed} must match.",
        person=person,
        found=matches_words(decision.matches, decision.references),
        needed=percent(thresholds.verification),
    )


def so_far_words(decision: Decision, person: str, thresholds: Thresholds) -> str:
    """Compared and refused, in an attempt that is still running."""
    if decision.reason is Reason.COUNTER_EXAMPLE:
        return counter_example_words(person)
    needed = percent(thresholds.verification)
    if decision.matches == 1:
        return ntr(
            "So far 1 of {count} reference matches; more than {needed} must match. Keep looking into the "
            "camera.",
            "So far 1 of {count} references matches; more than {needed} must match. Keep looking into the "
            "camera.",
            decision.references,
            needed=needed,
        )
    return ntr(
        "So far {matches} of {count} reference matches; more than {needed} must match. Keep looking into the "
        "camera.",
        "So far {matches} of {count} references match; more than {needed} must match. Keep looking into the "
        "camera.",
        decision.references,
        matches=localized(f"{decision.matches:,}"),
        needed=needed,
    )


def counter_example_words(person: str) -> str:
    return tr(
        "You marked this face as another person. If it is {person}, remove the mark under “People”.",
        person=person,
    )


def _mismatch(attempt: AttemptState, person: str, thresholds: Thresholds) -> str:
    if not attempt.decision.verified:
        return other_face_words(attempt.decision, person, thresholds)
    return tr(
        "Too few frames in a row matched, {count} at most. Hold still and look into the camera.",
        count=attempt.longest_run,
    )


def _liveness(attempt: AttemptState) -> str:
    reason = attempt.reason
    advice = ADVICE.get(reason)
    step = f" {tr(advice.next_step)}" if advice else ""
    return f"{_sentence(tr(ADDRESSED.get(reason, str(reason))))}{step}"


def _not_judged(attempt: AttemptState) -> str:
    advice = ADVICE.get(attempt.decision.reason)
    if advice is None:
        return _sentence(tr(str(attempt.decision.reason)))
    return f"{tr(advice.headline)}. {tr(advice.next_step)}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
