"""How a long job reports its progress, is asked to stop, and fails."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from model.messages.message import Message
from model.messages.message_error import MessageError


class JobError(MessageError, RuntimeError):
    """The job cannot start or continue. The message names the cause and the next step."""


class InvalidInputError(MessageError, RuntimeError):
    """An input that the user named is missing or of the wrong kind. The message says what to name instead."""


class InsufficientDataError(JobError):
    """There are too few people, pictures or comparisons for the request."""


class JobCancelled(Exception):  # noqa: N818 - the caller asked for it: not an error
    """The job stopped because it was asked to. Finished work is saved; the same call resumes from there."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` steps of ``stage``. ``seconds_left``: of all stages; None: unknown.
    ``loss``: of the training set so far in this epoch, if there is one."""

    stage: Message
    done: int
    total: int
    message: Message = Message("")
    seconds_left: float | None = None
    loss: float | None = None


ReportProgress: TypeAlias = Callable[[Progress], None]
ShouldStop: TypeAlias = Callable[[], bool]
"""Called between steps; True: stop as soon as possible."""


def ignore_progress(progress: Progress) -> None:
    """Discard the update."""


def never_stop() -> bool:
    """Run to the end."""
    return False
