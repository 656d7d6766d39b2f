"""Find LFW's people folder, as packed by its authors, by scikit-learn or by Kaggle."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from model.installation.commands import typed
from training.jobs.progress import InvalidInputError

FOLDER_NAMES = ("lfw_home", "lfw", "lfw_funneled", "lfw-funneled", "lfw-deepfunneled", "lfw_deepfunneled")
LAYOUT = "<Person>/<Person>_0001.jpg"
ADVICE = (
    f"Name the folder that holds lfw_funneled, lfw-deepfunneled, lfw or {LAYOUT}, "
    f"or let `{typed('train --download')}` fetch LFW."
)


class LfwError(InvalidInputError):
    """LFW is missing or incomplete. The message says what to do."""


def find_people_folder(folder: Path) -> Path:
    """``folder``, or a folder at most two levels below it, that holds a folder for each person.

    Raises LfwError when there is none.
    """
    try:
        found = next(filter(_holds_people, _candidates(folder)), None)
        if found is None:
            raise LfwError(f"{_describe(folder)} {ADVICE}")
    except OSError as error:
        raise LfwError(f"{folder} cannot be read: {error.strerror or error}. {ADVICE}") from error
    return found


def _candidates(folder: Path) -> Iterator[Path]:
    yield folder
    yield from (folder / name for name in FOLDER_NAMES)
    yield from (folder / outer / inner for outer, inner in product(FOLDER_NAMES, FOLDER_NAMES))


def _holds_people(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    return any(
        (person / f"{person.name}_0001.jpg").is_file() for person in folder.iterdir() if person.is_dir()
    )


def _describe(folder: Path) -> str:
    if not folder.exists():
        return f"There is no folder {folder}."
    if not folder.is_dir():
        return f"{folder} is not a folder. If it is an archive, unpack it first."
    for candidate in filter(Path.is_dir, _candidates(folder)):
        if any(candidate.glob("*.jpg")) or any(candidate.glob("*/*.jpg")):
            return f"The pictures in {candidate} are not sorted by person, as LFW's are: {LAYOUT}."
    return f"There are no LFW pictures in {folder}."
