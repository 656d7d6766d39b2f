"""List and delete the people in the people folder."""

import errno
import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path

from app.storage.errors import translate_os_errors
from model.messages.message import Message
from model.storage.people_folder import PersonNameError, checked_person_name, folder_of, list_people

__all__ = [
    "PersonNameError",
    "checked_person_name",
    "delete_person",
    "folder_of",
    "people_in",
    "sweep_deleted",
]

DELETED = ".deleted"


def people_in(people_folder: Path) -> list[str]:
    """As ``list_people``. Raises StoreError."""
    with translate_os_errors(Message("list"), people_folder):
        return list_people(people_folder)


def delete_person(people_folder: Path, person: str) -> None:
    """Delete all data of the person, if there is any. Raises StoreError.

    The folder is renamed first, so that the person is gone at once. ``sweep_deleted`` deletes the files that
    a killed process left.
    """
    folder = folder_of(people_folder, person)
    with translate_os_errors(Message("delete"), folder), suppress(FileNotFoundError):
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        shutil.rmtree(folder.rename(folder.with_name(f".{folder.name}.{uuid.uuid4().hex}{DELETED}")))


def sweep_deleted(people_folder: Path) -> None:
    """Delete the files of people whose deletion was interrupted."""
    for left in people_folder.glob(f".*{DELETED}"):
        shutil.rmtree(left, ignore_errors=True)
