"""Small files outside the data folder, which remain when the data folder is replaced by an older copy."""

import hashlib
import os
from pathlib import Path
from typing import Protocol

import platformdirs

from model.storage.atomic_file import write_atomically

STATE_VARIABLE = "SAMEFACE_STATE"
ONLY_OWNER = 0o700


class OutsideCopy(Protocol):
    """Keeps small files about one data folder, outside of it. Raises OSError."""

    def read(self, name: str) -> bytes | None:
        """None without such a file."""

    def write(self, name: str, content: bytes) -> None:
        """Write it atomically."""


class StateFolder:
    """As ``OutsideCopy``, in the user's state folder or in SAMEFACE_STATE."""

    def __init__(self, data_folder: Path) -> None:
        self._folder = state_folder(data_folder)

    def read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(mode=ONLY_OWNER, parents=True, exist_ok=True)
        write_atomically(self._folder / name, content)


def state_folder(data_folder: Path) -> Path:
    """Of one data folder. It may not exist."""
    place = os.path.normcase(os.path.realpath(data_folder))
    return _user_state() / hashlib.sha256(os.fsencode(place)).hexdigest()[:32]


def _user_state() -> Path:
    named = os.environ.get(STATE_VARIABLE)
    return Path(named) if named else platformdirs.user_state_path("sameface", appauthor=False)
