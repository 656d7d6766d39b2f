"""The cameras that a person was enrolled with."""

from pathlib import Path

from app.storage.errors import StoreError, translate_os_errors
from model.liveness.camera_identity import CameraIdentity
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import JsonError, decode_json, encode_json
from model.storage.people_folder import folder_of

FILE = "cameras.json"


class EnrolmentCameras:
    """A file in each person's folder, which is deleted with it."""

    def __init__(self, people_folder: Path) -> None:
        self._people_folder = people_folder

    def of(self, person: str) -> tuple[CameraIdentity, ...]:
        """None known without a file. Raises StoreError when it cannot be read: then no camera is trusted."""
        path = folder_of(self._people_folder, person) / FILE
        with translate_os_errors(Message("read"), path):
            if not path.exists():
                return ()
            content = path.read_bytes()
        try:
            return tuple(decode_json(content, list[CameraIdentity]))
        except JsonError as error:
            raise StoreError(
                Message("{path} is damaged: {error}. Delete it, and enrol again.", path=path, error=error)
            ) from error

    def add(self, person: str, camera: CameraIdentity) -> None:
        """Remember ``camera``, if the system knows it. Raises StoreError."""
        known = self.of(person)
        if not camera.name or camera in known:
            return
        path = folder_of(self._people_folder, person) / FILE
        with translate_os_errors(Message("write"), path):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, encode_json([*known, camera], indent=2).encode())
