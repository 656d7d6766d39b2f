"""What was found out about one part of the installation."""

from dataclasses import dataclass
from enum import StrEnum

from app.system.subprocess_probe import Outcome


class Status(StrEnum):
    """OK: works. WARNING: something is not to be had, the rest works. FAILED: Sameface cannot do its work."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """``sentence`` says what is, ``next_step`` what to do about it. ``detail`` may hold names and paths, and
    is for the terminal alone."""

    topic: str
    status: Status
    sentence: str
    next_step: str = ""
    detail: str = ""


def worst(findings: list[Finding]) -> Status:
    """OK for no finding at all."""
    order = list(Status)
    return max((finding.status for finding in findings), key=order.index, default=Status.OK)


def failure(topic: str, sentence: str, outcome: Outcome, next_step: str) -> Finding:
    """What to tell of a trial without an answer. Of a package that is missing others tell more."""
    if outcome.missing:
        sentence, next_step = f"{sentence}: {outcome.missing} is missing.", "Install what is missing first."
    else:
        sentence = f"{sentence}. {outcome.complaint}"
    return Finding(topic, Status.FAILED, sentence, next_step)
