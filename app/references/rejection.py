"""Pictures that cannot be references, and why."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from model.messages.message import Message, message_of, plural_message
from model.messages.message_error import MessageError
from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError
from model.vision.image_file import ImageFileError

NewFinder: TypeAlias = Callable[[], FaceFinder]
"""Creates a finder for photographs."""


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """A file that cannot be a reference; ``sentence`` says why."""

    path: Path
    sentence: Message

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> Message:
        return Message("{file}: {reason}", file=self.path, reason=self.sentence)


class NoReferencesError(MessageError, ValueError):
    """There is no usable reference. ``problems`` has the reason for each file."""

    def __init__(self, message: Message, problems: Sequence[ReferenceProblem] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@contextmanager
def collect_problems(path: Path, problems: list[ReferenceProblem]) -> Iterator[None]:
    """Turn the errors of reading a crop from ``path`` into ``problems``."""
    try:
        yield
    except ImageFileError as error:
        problems.append(ReferenceProblem(path, Message("It {reason}", reason=error.reason)))
    except NoCropError as error:
        problems.append(ReferenceProblem(path, message_of(error)))


def format_unusable(problems: Sequence[ReferenceProblem]) -> Message:
    """A sentence about unusable references; empty without any."""
    if not problems:
        return Message("")
    return plural_message(
        "{count} reference cannot be used: {example}: {reason} Delete it, or enrol again.",
        "{count} references cannot be used, for example {example}: {reason} Delete them, or enrol again.",
        len(problems),
        example=problems[0].path.name,
        reason=problems[0].sentence,
    )
