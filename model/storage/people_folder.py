"""The people folder: ``<person>/<kind>/*.jpg``, with names that are safe on every system."""

import unicodedata
from enum import StrEnum
from pathlib import Path

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.windows_names import is_device_name

MAX_LENGTH = 60
MAX_BYTES = 200
"""In UTF-8: models and reports are named after a person and the moment, in the 255 bytes of a file's name."""
PUNCTUATION = frozenset(" -_.'’·・")
"""Dr. O'Brien-Smith, Gal·la, ジョン・スミス."""
RULE = Message(
    "Use letters, digits, spaces, apostrophes, dots, - and _, at most {length} ({rare} of rare scripts), "
    "beginning with a letter or digit.",
    length=MAX_LENGTH,
    rare=MAX_BYTES // 4,
)


class CropKind(StrEnum):
    """Anchors and positives show the person, negatives show others. The value is the folder's name."""

    ANCHOR = "anchor"
    POSITIVE = "positive"
    NEGATIVE = "negative"


class PersonNameError(MessageError, ValueError):
    """The name cannot be a folder name. The message says which names can."""


def checked_person_name(name: str) -> str:
    """The name as it is stored: in Unicode's composed form, without outer spaces and without dots at its end,
    which Windows drops from a folder's name. Raises PersonNameError."""
    stored = unicodedata.normalize("NFC", name.strip().rstrip(". "))
    characters_fit = stored and stored[0].isalnum() and all(_allowed(character) for character in stored)
    if not characters_fit or len(stored) > MAX_LENGTH or len(stored.encode()) > MAX_BYTES:
        raise PersonNameError(
            Message("This cannot be a person's name. Received: {name!r}. {rule}", name=name, rule=RULE)
        )
    if is_device_name(stored):
        raise PersonNameError(
            Message("Windows reserves this name for a device. Received: {name!r}. Choose another.", name=name)
        )
    return stored


def list_people(people_folder: Path) -> list[str]:
    """The people with a folder, sorted. Folders that cannot be a person's, such as hidden ones, are left out.
    Raises OSError."""
    if not people_folder.is_dir():
        return []
    return sorted(path.name for path in people_folder.iterdir() if _is_persons_folder(path))


def folder_of(people_folder: Path, person: str) -> Path:
    """Raises PersonNameError, so that no name leads out of ``people_folder``."""
    return people_folder / checked_person_name(person)


def _allowed(character: str) -> bool:
    """Letters (L), the marks that belong to letters in many scripts (M), and decimal digits (Nd)."""
    category = unicodedata.category(character)
    return character in PUNCTUATION or category[0] in "LM" or category == "Nd"


def _is_persons_folder(path: Path) -> bool:
    try:
        return path.is_dir() and checked_person_name(path.name) == path.name
    except PersonNameError:
        return False
