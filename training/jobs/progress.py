"""How long work reports, is asked to stop, and fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

KEPT_ASIDE = "kept aside"
"""The last stage of a training whose model is worse than the one in use; its message says why."""


class TrainingError(RuntimeError):
    """Training cannot begin or go on; the message names the cause and the next step."""


class WrongInputError(RuntimeError):
    """What the user named is missing or something else; the message says what to name instead."""


class TooFewError(TrainingError):
    """There are too few people, pictures or comparisons for what was asked."""


class TrainingStopped(Exception):  # noqa: N818 - a wish that was met, not an error
    """Somebody asked to stop. What was finished is saved; the same call goes on from there."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` steps of ``stage``; ``seconds_left`` of all stages, where there is a forecast."""

    stage: str
    done: int
    total: int
    message: str = ""
    seconds_left: float | None = None


Report: TypeAlias = Callable[[Progress], None]
Stopping: TypeAlias = Callable[[], bool]
"""Asked between steps; True = stop as soon as possible."""


def silently(progress: Progress) -> None:
    """Report to nobody."""


def never() -> bool:
    """Go on to the end."""
    return False
