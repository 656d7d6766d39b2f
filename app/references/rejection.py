"""Pictures that cannot be references, and why."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from model.vision.face import FaceFinder
from model.vision.face_crop import NoCropError
from model.vision.image_file import ImageFileError

NewFinder: TypeAlias = Callable[[], FaceFinder]
"""Creates a finder for photographs."""


@dataclass(frozen=True, slots=True)
class ReferenceProblem:
    """A file that cannot be a reference; ``sentence`` says why."""

    path: Path
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


class NoReferencesError(ValueError):
    """There is no usable reference. ``problems`` has the reason for each file."""

    def __init__(self, message: str, problems: Sequence[ReferenceProblem] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@contextmanager
def collect_problems(path: Path, problems: list[ReferenceProblem]) -> Iterator[None]:
    """Turn the errors of reading a crop from ``path`` into ``problems``."""
    try:
        yield
    except ImageFileError as error:
        problems.append(ReferenceProblem(path, f"It {error.reason}"))
    except NoCropError as error:
        problems.append(ReferenceProblem(path, str(error)))


def format_unusable(problems: Sequence[ReferenceProblem]) -> str:
    """A sentence about unusable references; empty without any."""
    if not problems:
        return ""
    first = f"{problems[0].path.name}: {problems[0].sentence}"
    if len(problems) == 1:
        return f"1 reference cannot be used: {first} Delete it, or enrol again."
    several = f"{len(problems)} references cannot be used, for example {first}"
    return f"{several} Delete them, or enrol again."
