"""Names for the looks of a person, such as "glasses" or "beard": one for each reference, if any."""

import json
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
            return decode_json(path.read_bytes()[:MAX_BYTES], dict[str, str])
        except (OSError, JsonError):
            return {}

    def write(self, person: str, reference: Path, look: str) -> None:
        """Name the look of ``reference``; an empty name removes it."""
        names = self.read(person) | {reference.name: " ".join(look.split())[:MAX_LENGTH]}
        content = json.dumps({name: one for name, one in names.items() if one}, ensure_ascii=False, indent=2)
        path = self._file(person)
        with translate_os_errors(Message("save the names of looks in"), path):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content.encode())

    def _file(self, person: str) -> Path:
        return folder_of(self._people_folder, person) / FILE
