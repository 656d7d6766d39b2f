"""The user's settings, in one file."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from app.storage.setting_values import MAX_AUDIT_DAYS, MAX_TEXT_SIZE, MAX_THREADS, MIN_TEXT_SIZE, Theme
from app.translation.language import Language
from model.liveness.mode import LivenessMode
from model.messages.message import Message, message_of
from model.messages.message_error import MessageError
from model.runtime.model_card import Share
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import JsonError, decode_json
from model.storage.leftovers import remove_leftovers_of
from model.storage.os_errors import system_reason
from model.verification.attempt import STEADY_FRAMES
from model.verification.security_levels import DEFAULT_LEVEL, Level

SETTINGS_FORMAT: Literal[1] = 1
MAX_BYTES = 1_000_000
"""A thousand times the size of a settings file."""
NOT_A_FILE = Message("it is not a regular file")
TOO_LARGE = Message("it is larger than {limit:,} bytes", limit=MAX_BYTES)
LOCK_TIMEOUT_S = 5.0
"""Another process changes its settings within milliseconds."""

T = TypeVar("T")


class SettingsError(MessageError, ValueError):
    """settings.json cannot be read, or a value is not valid. ``reason`` is a clause without the path."""

    def __init__(
        self,
        path: Path,
        reason: Message,
        advice: Message = Message("Correct it, or delete it to use the defaults."),
    ) -> None:
        super().__init__(
            Message("{file} cannot be read: {reason}. {advice}", file=path, reason=reason, advice=advice)
        )
        self.reason, self.advice = reason, advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``camera``: index, name, path, URL or ``demo``. A threshold of None: the model's, which depends on
    ``level`` for the detection threshold. Any other detection threshold overrides the level.

    ``rotate``: degrees clockwise that bring the camera's frames upright.
    ``liveness``: the liveness checks; None: those of ``level`` at a camera, and none for a recording.
    ``steady_frames``: consecutive frames that must verify in a live attempt.
    ``audit_days``: how long entries of the audit log and of the history are kept.
    ``keep_history``: record attempts in the window. ``keep_pictures``: with a picture of the face.
    ``notify``: show a desktop notification when another person is refused. ``night_light``: light up a dark
    face. ``keep_reference_pictures``: otherwise only embeddings of new references are stored.
    ``timeout_s``: time limit of a live attempt. ``stays_open``: in the window, judge continuously instead.
    ``text_size``: per cent of the normal size. ``threads``: of each network that judges live frames.

    ``format`` rises when a field changes its meaning, and files of other formats are refused. Unknown fields,
    of a newer version, are ignored and stay in the file.
    """

    camera: str = "0"
    rotate: Literal[0, 90, 180, 270] = 0
    person: str = "me"
    level: Level = DEFAULT_LEVEL
    detection_threshold: Share | None = None
    verification_threshold: Share | None = None
    steady_frames: Annotated[int, msgspec.Meta(ge=1)] = STEADY_FRAMES
    timeout_s: Annotated[float, msgspec.Meta(gt=0)] = 20.0
    stays_open: bool = False
    liveness: LivenessMode | None = None
    lfw_folder: str = ""
    keep_reference_pictures: bool = False
    audit_days: Annotated[int, msgspec.Meta(ge=1, le=MAX_AUDIT_DAYS)] = 365
    language: Language = Language.SYSTEM
    theme: Theme = Theme.SYSTEM
    text_size: Annotated[int, msgspec.Meta(ge=MIN_TEXT_SIZE, le=MAX_TEXT_SIZE)] = MIN_TEXT_SIZE
    threads: Annotated[int, msgspec.Meta(ge=1, le=MAX_THREADS)] = 2
    keep_history: bool = True
    keep_pictures: bool = False
    notify: bool = False
    night_light: bool = False
    format: Literal[1] = SETTINGS_FORMAT


def load_settings(path: Path) -> Settings:
    """The stored settings, or the defaults without a file. Raises SettingsError when the file is damaged."""
    return _decoded(path, _content(path), Settings)


def change_settings(path: Path, **fields: Any) -> None:
    """Store ``fields`` and keep the rest of the file. Other processes may change other fields at the same
    time.

    Raises StoreError, SettingsError when the file is damaged or a value is not valid, and BusyError. The old
    settings then stay.
    """
    with translate_os_errors(Message("save the settings in"), path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock")
        with exclusive_lock(
            lock, Message("Another process is changing {path}. Try again.", path=path), LOCK_TIMEOUT_S
        ):
            remove_leftovers_of(path)
            stored = _decoded(path, _content(path), dict[str, Any])
            content = msgspec.json.encode({"format": SETTINGS_FORMAT, **stored, **fields})
            _decoded(path, content, Settings)
            write_atomically(path, msgspec.json.format(content, indent=2) + b"\n")


def _content(path: Path) -> bytes:
    """The file's bytes without a byte order mark, or ``{}`` without a file. Refuses devices and oversized
    files."""
    try:
        if not path.exists():
            return b"{}"
        if not path.is_file():
            raise SettingsError(path, NOT_A_FILE)
        if path.stat().st_size > MAX_BYTES:
            raise SettingsError(path, TOO_LARGE)
        return path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        advice = Message("Check that you may read the file, or choose another folder with --data.")
        raise SettingsError(path, system_reason(error), advice) from error


def _decoded(path: Path, content: bytes, kind: type[T]) -> T:
    if len(content) > MAX_BYTES:
        raise SettingsError(path, TOO_LARGE)
    try:
        return decode_json(content, kind)
    except JsonError as error:
        raise SettingsError(path, message_of(error)) from error
