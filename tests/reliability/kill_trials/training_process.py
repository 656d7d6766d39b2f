"""A process that trains, seen from outside."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
BAR = re.compile(r"([^:|\r\n]+): +\d+%\|[^|\r\n]*\| (\d+)/(\d+) ")
"""The line of a progress bar: stage, done and total."""

LINES = 2000
"""Characters that hold the last line, and a few before."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """``done`` of ``total`` steps of ``stage``."""

    stage: str
    done: int
    total: int

    def __str__(self) -> str:
        return f"{self.stage} {self.done}/{self.total}"


class Watched:
    """Python with some arguments. ``seen`` grows as it reports: seconds since it was started, and what.

    It is killed when the ``with`` statement ends, if not before.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self.seen: list[tuple[float, Sighting]] = []
        self.said = ""
        self._started_s = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def lived_s(self) -> float:
        return time.monotonic() - self._started_s

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def last(self) -> Sighting | None:
        return self.seen[-1][1] if self.seen else None

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
            self.said += piece.decode(errors="replace")
            for stage, done, total in BAR.findall(self.said[-LINES:])[-1:]:
                self.seen.append((self.lived_s, Sighting(stage, int(done), int(total))))
