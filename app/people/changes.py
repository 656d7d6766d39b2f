"""Rename and delete people, so that both can be undone."""

import shutil
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from app.storage.errors import StoreError, translate_os_errors
from app.storage.people import DELETED, checked_person_name, folder_of
from app.vault.conversion import face_files
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.encrypted_file import has_cipher, is_encrypted, read_file, write_file

PREFIX = "renamed-"
"""Of a person's folder for the moment of a change between capitals and small letters."""

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


def removal_of(added: Sequence[Path]) -> Undo:
    """Deletes files that were added below ``<person>/<kind>/``, and people who then have none."""

    def remove() -> None:
        for path in added:
            with translate_os_errors(Message("delete"), path):
                path.unlink(missing_ok=True)
        for folder in {path.parents[1] for path in added}:
            if not any(face_files(folder)):
                shutil.rmtree(folder, ignore_errors=True)

    return remove


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


def free_person_name(people_folder: Path, person: str, name: str) -> str:
    """The new ``name`` of ``person`` as it is stored. Raises PersonNameError, and StoreError when it is
    taken."""
    new = checked_person_name(name)
    source, target = folder_of(people_folder, person), folder_of(people_folder, new)
    with translate_os_errors(Message("read"), target):
        if target.exists() and not (source.exists() and target.samefile(source)):
            raise StoreError(Message("There is already a person called {new}. Choose another name.", new=new))
    return new


def rename_person(people_folder: Path, person: str, name: str) -> str:
    """Returns the new name as it is stored. Raises as ``free_person_name``."""
    new = free_person_name(people_folder, person, name)
    source, target = folder_of(people_folder, person), folder_of(people_folder, new)
    if source == target:
        return new
    with translate_os_errors(Message("rename"), source):
        if target.exists():
            # Only the case differs, on a system that ignores it.
            between = folder_of(people_folder, f"{PREFIX}{uuid.uuid4().hex}")
            _move(source, between)
            source = between
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
