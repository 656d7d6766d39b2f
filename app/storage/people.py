"""Who is in the people folder: a folder for each person, under a name that is safe on every system."""

import errno
import os
import shutil
import unicodedata
import uuid
from contextlib import suppress
from pathlib import Path

from app.storage.errors import told_as_store_error
from model.storage.windows_names import is_device_name

MAX_LENGTH = 60
MAX_BYTES = 200
"""In UTF-8: models and reports are named after a person and the moment, in the 255 bytes of a file's name."""
DELETED = ".deleted"
PUNCTUATION = frozenset(" -_.'’·・")
"""Dr. O'Brien-Smith, Gal·la, ジョン・スミス."""
RULE = (
    "Use letters, digits, spaces, apostrophes, dots, - and _, "
    f"at most {MAX_LENGTH} ({MAX_BYTES // 4} of rare scripts), beginning with a letter or digit."
)


class PersonNameError(ValueError):
    """The name cannot be a folder's. The message says which names can."""


def checked_person_name(name: str) -> str:
    """The name as it is stored: in Unicode's composed form, without outer spaces and without dots at its end,
    which Windows drops from a folder's name. Raises PersonNameError."""
    stored = unicodedata.normalize("NFC", name.strip().rstrip(". "))
    characters_fit = stored and stored[0].isalnum() and all(_allowed(character) for character in stored)
    if not characters_fit or len(stored) > MAX_LENGTH or len(stored.encode()) > MAX_BYTES:
        raise PersonNameError(f"This cannot be a person's name. Received: {name!r}. {RULE}")
    if is_device_name(stored):
        raise PersonNameError(f"Windows keeps this name for a device. Received: {name!r}. Choose another.")
    return stored


def people_in(people_folder: Path) -> list[str]:
    """Everybody with a folder, sorted; anything else that lies there is left out. Raises StoreError."""
    with told_as_store_error("list", people_folder):
        if not people_folder.is_dir():
            return []
        return sorted(path.name for path in people_folder.iterdir() if _is_a_persons(path))


def folder_of(people_folder: Path, person: str) -> Path:
    """Raises PersonNameError, so that no name leads out of ``people_folder``."""
    return people_folder / checked_person_name(person)


def delete_person(people_folder: Path, person: str) -> None:
    """Everything of the person, references included; harmless when there is nothing. Raises StoreError.

    The person is gone at once, whatever else is being saved; a process that is killed meanwhile leaves files
    to ``sweep_deleted``.
    """
    folder = folder_of(people_folder, person)
    with told_as_store_error("delete", folder), suppress(FileNotFoundError):
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        shutil.rmtree(folder.rename(folder.with_name(f".{folder.name}.{uuid.uuid4().hex}{DELETED}")))


def sweep_deleted(people_folder: Path) -> None:
    """Finish what killed processes have left of people they deleted."""
    for left in people_folder.glob(f".*{DELETED}"):
        shutil.rmtree(left, ignore_errors=True)


def _allowed(character: str) -> bool:
    """Letters (L), the marks that belong to letters in many scripts (M), and decimal digits (Nd)."""
    category = unicodedata.category(character)
    return character in PUNCTUATION or category[0] in "LM" or category == "Nd"


def _is_a_persons(path: Path) -> bool:
    try:
        return path.is_dir() and checked_person_name(path.name) == path.name
    except PersonNameError:
        return False
