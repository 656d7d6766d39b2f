"""``train``: learn a person's face from the collected crops, in the terminal or for the window."""

import signal
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Protocol

import msgspec
from tqdm import tqdm

from app.exit_codes import Exit
from app.jobs import JobUpdate
from app.model_store import ModelStore
from app.paths import Paths
from model.runtime.bundle import BundleError

if TYPE_CHECKING:
    from training.progress import Progress


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """``supervised``: progress goes to standard output as JSON lines, and the end of standard input is the wish
    to stop."""

    paths: Paths
    person: str
    lfw: Path | None
    download: bool
    epochs: int | None
    supervised: bool


class ProgressView(Protocol):
    def show(self, progress: "Progress") -> None: ...

    def close(self) -> None: ...
