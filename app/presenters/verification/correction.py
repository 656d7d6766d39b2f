"""The corrections that a user can make to a verdict, and their result."""

from dataclasses import dataclass

from app.live.verification.corrections import Correction
from app.translation.catalogue import tr
from model.liveness.result import LivenessReason
from model.verification.attempt import AttemptState, Ending
from model.verification.decision import Reason
from model.verification.session import Evidence, FrameReport


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """``evidence``: the face that a correction is about; None while there is none. ``can_be_the_person``:
    whether it may become a reference. ``done``: what the last correction did; empty without one that can be
    undone."""

    evidence: Evidence | None = None
    can_be_the_person: bool = False
    done: str = ""


def present_correction(
    report: FrameReport | None, last: Correction | None, stays_open: bool
) -> CorrectionView:
    """Offered after an attempt; while checking continuously, at any time; once for each face. ``last``: the
    correction that can be undone. Not for a face that was marked as another person's: it is refused already,
    and added to the references, it still would be."""
    offered = (
        report is not None and (stays_open or report.attempt.ending is not None) and not is_marked(report)
    )
    evidence = report.evidence if report and offered else None
    if last and last.evidence is evidence:
        evidence = None
    can_be = evidence is not None and report is not None and not looks_faked(report.attempt)
    return CorrectionView(evidence, can_be, done_words(last) if last else "")


def is_marked(report: FrameReport) -> bool:
    """Whether the face is refused because it was marked as another person's."""
    return report.attempt.decision.reason is Reason.COUNTER_EXAMPLE


def looks_faked(attempt: AttemptState) -> bool:
    """Whether the pictures may show a photograph or a recording: such a face must not become a reference."""
    virtual = any(result.reason is LivenessReason.VIRTUAL_CAMERA for result in attempt.liveness)
    return attempt.ending is Ending.NOT_LIVE or virtual


def done_words(correction: Correction) -> str:
    person = correction.person
    if correction.was_the_person:
        return tr("This face is now one of {person}'s references.", person=person)
    return tr("This face is refused from now on. {person} is verified as before.", person=person)


def undone_words(correction: Correction) -> str:
    if correction.was_the_person:
        return tr("Undone: this face is not among {person}'s references.", person=correction.person)
    return tr("Undone: this face is no longer marked as another person.")


def needs_confirmation(report: FrameReport) -> bool:
    """Whether the face hardly looks like the person: no reference matches."""
    return report.attempt.decision.matches == 0
