"""What was found out about one part of the installation."""

from dataclasses import dataclass
from enum import StrEnum


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
