"""Rename and delete people, so that both can be undone."""

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from app.storage.errors import StoreError, translate_os_errors
from app.storage.people import DELETED, checked_person_name, folder_of
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.encrypted_file import has_cipher, is_encrypted, read_file, write_file

Undo = Callable[[], None]
"""Raises StoreError."""


def remove_files(paths: list[Path]) -> Undo:
    """Delete files. They can be restored as long as this process runs. Raises StoreError."""
    contents = dict[Path, bytes]()
    for path in paths:
        with translate_os_errors(Message("read"), path):
            contents[path] = path.read_bytes()
    for path in paths:
        with translate_os_errors(Message("delete"), path):
            path.unlink(missing_ok=True)

    def restore() -> None:
        for path, content in contents.items():
            with translate_os_errors(Message("restore"), path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, content)

    return restore


def remove_person(people_folder: Path, person: str) -> Undo:
    """Hide all data of the person. It can be restored until ``sweep_deleted`` deletes it, at the latest when
    Sameface starts again. Raises StoreError."""
    folder = folder_of(people_folder, person)
    hidden = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}{DELETED}")
    with translate_os_errors(Message("delete"), folder):
        folder.rename(hidden)

    def restore() -> None:
        with translate_os_errors(Message("restore"), folder):
            if folder.exists():
                raise StoreError(
                    Message("There is another {person} now. Rename that one first.", person=person)
                )
            hidden.rename(folder)

    return restore


def rename_person(people_folder: Path, person: str, name: str) -> str:
    """Returns the new name as it is stored. Raises PersonNameError, and StoreError when it is taken."""
    new = checked_person_name(name.strip())
    source, target = folder_of(people_folder, person), folder_of(people_folder, new)
    with translate_os_errors(Message("rename"), source):
        if target.exists() and not target.samefile(source):
            raise StoreError(Message("There is already a person called {new}. Choose another name.", new=new))
        _move(source, target)
    return new


def _move(source: Path, target: Path) -> None:
    """An encrypted file contains its name, so it is encrypted again. If the process is killed, both folders
    remain at worst."""
    if not has_cipher(source):
        source.rename(target)
        return
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        if is_encrypted(content):
            write_file(place, read_file(path))
        else:
            write_atomically(place, content)
    shutil.rmtree(source)
