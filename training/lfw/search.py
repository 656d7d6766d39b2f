"""Find LFW's people folder, as packed by its authors, by scikit-learn or by Kaggle."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from model.installation.commands import typed
from model.messages.message import Message, sentences
from model.storage.os_errors import system_reason
from training.jobs.progress import InvalidInputError

FOLDER_NAMES = ("lfw_home", "lfw", "lfw_funneled", "lfw-funneled", "lfw-deepfunneled", "lfw_deepfunneled")
LAYOUT = "<Person>/<Person>_0001.jpg"
ADVICE = Message(
    "Name the folder that holds lfw_funneled, lfw-deepfunneled, lfw or {layout}, or let `{command}` fetch "
    "LFW.",
    layout=LAYOUT,
    command=typed("train --download"),
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
            raise LfwError(sentences(_describe(folder), ADVICE))
    except OSError as error:
        raise LfwError(
            Message(
                "{folder} cannot be read: {reason}. {advice}",
                folder=folder,
                reason=system_reason(error),
                advice=ADVICE,
            )
        ) from error
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


def _describe(folder: Path) -> Message:
    if not folder.exists():
        return Message("There is no folder {folder}.", folder=folder)
    if not folder.is_dir():
        return Message("{folder} is not a folder. If it is an archive, unpack it first.", folder=folder)
    for candidate in filter(Path.is_dir, _candidates(folder)):
        if any(candidate.glob("*.jpg")) or any(candidate.glob("*/*.jpg")):
            return Message(
                "The pictures in {folder} are not sorted by person, as LFW's are: {layout}.",
                folder=candidate,
                layout=LAYOUT,
            )
    return Message("There are no LFW pictures in {folder}.", folder=folder)
