"""What the user chose, kept in one file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from model.runtime.atomic_file import write_atomically
from model.runtime.card import Share
from model.verification.levels import DEFAULT_LEVEL, Level


class SettingsError(ValueError):
    """settings.json cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``camera``: index, path, URL or ``demo``. A threshold of None means: the one the model brings, for
    ``level`` where it is the detection threshold; any other detection threshold comes before the level.

    ``steady_frames``: so many judged frames in a row must verify before a live attempt counts as verified.
    ``timeout_s``: how long a live attempt without a window may take.
    """

    camera: str = "0"
    person: str = "me"
    level: Level = DEFAULT_LEVEL
    detection_threshold: Share | None = None
    verification_threshold: Share | None = None
    steady_frames: Annotated[int, msgspec.Meta(ge=1)] = 3
    timeout_s: Annotated[float, msgspec.Meta(gt=0)] = 20.0
    lfw_folder: str = ""


def load_settings(path: Path) -> Settings:
    """The stored settings, or the defaults without a file. Raises SettingsError when it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(
            f"{path} cannot be read: {error}. Mend it, or delete it to start afresh."
        ) from error


def save_settings(path: Path, settings: Settings) -> None:
    """Raises OSError when the disk is full or read-only; the old settings then stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
