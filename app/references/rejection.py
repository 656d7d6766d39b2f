"""Pictures that give no reference, each with its reason."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError
from model.vision.image_file import ImageFileError

NewFinder: TypeAlias = Callable[[], FaceFinder]
"""Makes a finder for photographs."""


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """A picture that gives no reference, and why, as a sentence."""

    path: Path
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


class NoReferencesError(ValueError):
    """There is nothing to compare with. The message says what was looked at, ``problems`` name each file."""

    def __init__(self, message: str, problems: Sequence[ReferenceProblem] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@contextmanager
def collect_problems(path: Path, problems: list[ReferenceProblem]) -> Iterator[None]:
    """Add to ``problems`` why ``path`` gives no crop, instead of raising it."""
    try:
        yield
    except ImageFileError as error:
        problems.append(ReferenceProblem(path, f"It {error.reason}"))
    except NoCropError as error:
        problems.append(ReferenceProblem(path, str(error)))


def format_unusable(problems: Sequence[ReferenceProblem]) -> str:
    """What is wrong with a person's references; empty when nothing is."""
    if not problems:
        return ""
    first = f"{problems[0].path.name}: {problems[0].sentence}"
    if len(problems) == 1:
        return f"1 reference cannot be used, {first} Delete it, or enrol again."
    several = f"{len(problems)} references cannot be used, for example {first}"
    return f"{several} Delete them, or enrol again."
