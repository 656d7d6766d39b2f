"""What the user chose, kept in one file."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from model.runtime.model_card import Share
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import JsonError, decode_json
from model.storage.leftovers import remove_leftovers_of
from model.verification.attempt import STEADY_FRAMES
from model.verification.security_levels import DEFAULT_LEVEL, Level

SETTINGS_FORMAT: Literal[1] = 1
MAX_BYTES = 1_000_000
"""Of a settings file; a thousand times what one takes."""
NOT_A_FILE = "it is not an ordinary file"
TOO_LARGE = f"it is larger than {MAX_BYTES:,} bytes"
LOCK_TIMEOUT_S = 5.0
"""Another process needs milliseconds to change its settings."""

T = TypeVar("T")


class SettingsError(ValueError):
    """settings.json cannot be read, or may not hold what it is to hold.

    ``reason`` is a clause without a name or a path.
    """

    def __init__(
        self, path: Path, reason: str, advice: str = "Mend it, or delete it to start afresh."
    ) -> None:
        super().__init__(f"{path} cannot be read: {reason}. {advice}")
        self.reason, self.advice = reason, advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``camera``: index, path, URL or ``demo``. A threshold of None means: the one the model brings, for
    ``level`` where it is the detection threshold; any other detection threshold comes before the level.

    ``rotate``: degrees clockwise by which the camera's pictures are turned to be upright.
    ``steady_frames``: so many judged frames in a row must verify before a live attempt counts as verified.
    ``timeout_s``: how long a live attempt without a window may take.

    ``format`` rises when a field changes its meaning: such a file is refused. A field that is not known here
    is a newer version's: it counts for nothing, and stays in the file when others are changed.
    """

    camera: str = "0"
    rotate: Literal[0, 90, 180, 270] = 0
    person: str = "me"
    level: Level = DEFAULT_LEVEL
    detection_threshold: Share | None = None
    verification_threshold: Share | None = None
    steady_frames: Annotated[int, msgspec.Meta(ge=1)] = STEADY_FRAMES
    timeout_s: Annotated[float, msgspec.Meta(gt=0)] = 20.0
    lfw_folder: str = ""
    format: Literal[1] = SETTINGS_FORMAT


def load_settings(path: Path) -> Settings:
    """The stored settings, or the defaults without a file. Raises SettingsError when it is damaged."""
    return _decoded(path, _content(path), Settings)


def change_settings(path: Path, **fields: Any) -> None:
    """Store ``fields``. The rest of the file stays as it is: a newer version's, or another process's, which
    may change its own at the same moment.

    Raises StoreError when the disk is full or read-only, SettingsError when the file is damaged or a value
    is none of the field's, BusyError; the old settings then stay.
    """
    with translate_os_errors("keep the settings in", path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock")
        with exclusive_lock(lock, f"{path} is in use. Try again.", LOCK_TIMEOUT_S):
            remove_leftovers_of(path)
            stored = _decoded(path, _content(path), dict[str, Any])
            content = msgspec.json.encode({"format": SETTINGS_FORMAT, **stored, **fields})
            _decoded(path, content, Settings)
            write_atomically(path, msgspec.json.format(content, indent=2) + b"\n")


def _content(path: Path) -> bytes:
    """As if there were an empty object where there is no file. Nothing is read that has no end. An editor's
    byte order mark is skipped."""
    try:
        if not path.exists():
            return b"{}"
        if not path.is_file():
            raise SettingsError(path, NOT_A_FILE)
        if path.stat().st_size > MAX_BYTES:
            raise SettingsError(path, TOO_LARGE)
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        advice = "Check that you may read it, or choose another folder with --data."
        raise SettingsError(path, error.strerror or str(error), advice) from error


def _decoded(path: Path, content: bytes, kind: type[T]) -> T:
    if len(content) > MAX_BYTES:
        raise SettingsError(path, TOO_LARGE)
    try:
        return decode_json(content, kind)
    except JsonError as error:
        raise SettingsError(path, str(error)) from error
