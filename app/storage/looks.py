"""Names for the looks of a person, such as "glasses" or "beard": one for each reference, if any."""

import json
from collections.abc import Mapping
from pathlib import Path

from app.storage.errors import translate_os_errors
from app.storage.people import folder_of
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import JsonError, decode_json

FILE = "looks.json"
MAX_LENGTH = 30
MAX_BYTES = 1_000_000


class LookStore:
    """By the file names of the references. Methods raise PersonNameError and StoreError."""

    def __init__(self, people_folder: Path) -> None:
        self._people_folder = people_folder

    def read(self, person: str) -> dict[str, str]:
        """Empty without a file, or when it is damaged: a name is only a label."""
        path = self._file(person)
        try:
            return decode_looks(path.read_bytes())
        except OSError:
            return {}

    def write(self, person: str, reference: Path, look: str) -> None:
        """Name the look of ``reference``; an empty name removes it."""
        self._save(person, self.read(person) | {reference.name: " ".join(look.split())[:MAX_LENGTH]})

    def add(self, person: str, names: Mapping[str, str]) -> None:
        """Those that are there already stay."""
        self._save(person, {**names, **self.read(person)})

    def _save(self, person: str, names: Mapping[str, str]) -> None:
        content = encode_looks({name: look for name, look in names.items() if look})
        path = self._file(person)
        with translate_os_errors(Message("save the names of looks in"), path):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)

    def _file(self, person: str) -> Path:
        return folder_of(self._people_folder, person) / FILE


def encode_looks(names: Mapping[str, str]) -> bytes:
    return json.dumps(names, ensure_ascii=False, indent=2).encode()


def decode_looks(content: bytes) -> dict[str, str]:
    """Empty when it is damaged."""
    try:
        return decode_json(content[:MAX_BYTES], dict[str, str])
    except JsonError:
        return {}
