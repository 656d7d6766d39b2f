"""A training process and the progress that it reports."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROGRESS_BAR = re.compile(r"([^:|\r\n]+): +\d+%\|[^|\r\n]*\| (\d+)/(\d+) ")
"""A line of a progress bar: stage, done and total."""

TAIL_CHARACTERS = 2000
"""Enough to hold the last progress line."""


@dataclass(frozen=True, slots=True)
class ProgressUpdate:
    """``done`` of ``total`` steps of ``stage``."""

    stage: str
    done: int
    total: int

    def __str__(self) -> str:
        return f"{self.stage} {self.done}/{self.total}"


class TrainingProcess:
    """Run Python with ``arguments``. ``updates`` holds (seconds since the start, update) pairs.

    The end of the ``with`` statement kills the process.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self.updates: list[tuple[float, ProgressUpdate]] = []
        self.stderr_text = ""
        self._started_s = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "TrainingProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def age_s(self) -> float:
        return time.monotonic() - self._started_s

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def last(self) -> ProgressUpdate | None:
        return self.updates[-1][1] if self.updates else None

    def kill(self) -> None:
        self._process.kill()
        self.wait()

    def wait(self) -> int:
        """The exit code."""
        code = self._process.wait()
        self._reader.join()
        return code

    def _read(self) -> None:
        while piece := self._process.stderr.read1():
            self.stderr_text += piece.decode(errors="replace")
            for stage, done, total in PROGRESS_BAR.findall(self.stderr_text[-TAIL_CHARACTERS:])[-1:]:
                self.updates.append((self.age_s, ProgressUpdate(stage, int(done), int(total))))
