"""The finding about one part of the installation."""

from dataclasses import dataclass
from enum import StrEnum

from app.system.subprocess_probe import ProbeResult


class Status(StrEnum):
    """OK: works. WARNING: something is unavailable, the rest works. FAILED: Sameface does not work."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """``sentence`` states the finding, ``next_step`` what to do about it. ``detail`` may contain names and
    paths, and is shown in the terminal only."""

    topic: str
    status: Status
    sentence: str
    next_step: str = ""
    detail: str = ""


def worst(findings: list[Finding]) -> Status:
    """OK without findings."""
    order = list(Status)
    return max((finding.status for finding in findings), key=order.index, default=Status.OK)


def failed_probe(topic: str, sentence: str, outcome: ProbeResult, next_step: str) -> Finding:
    """The finding for a probe without an answer. Another check says which packages are missing."""
    if outcome.missing:
        sentence, next_step = (
            f"{sentence}: {outcome.missing} is missing.",
            "Install the missing packages first.",
        )
    else:
        sentence = f"{sentence}. {outcome.error}"
    return Finding(topic, Status.FAILED, sentence, next_step)
