"""A process that works, killed in the middle of it."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from tests.reliability.fault_trials.layout import BEGIN, DONE

ROOT = Path(__file__).parents[3]
FIRST_S = 0.002
"""What one action takes, until one was seen."""
MOST_ACTIONS = 6
WRITING_SHARE = 0.5
"""Of all kills: these wait for a file to be half written. The others are at any moment."""


@dataclass(frozen=True, slots=True)
class Told:
    """``done``: what was confirmed; ``under_way``: what was begun and not confirmed, None: nothing."""

    done: tuple[str, ...]
    under_way: str | None


PROGRAM = ("-m", "tests.reliability.fault_trials.worker")


def killed(
    kind: str, folder: Path, written: Path, rng: np.random.Generator, program: tuple[str, ...] = PROGRAM
) -> Told:
    """Begin a process of this ``kind``, let it begin some actions, and kill it during the last or soon after.

    ``written`` is the folder that it writes to, ``program`` what Python is told to run.
    """
    with (folder / "complaints.txt").open("w+", encoding="utf-8", errors="replace") as complaints:
        process = subprocess.Popen(
            [sys.executable, *program, kind, str(folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        try:
            lines, action_s = _until_begun(process.stdout, int(rng.integers(1, MOST_ACTIONS + 1)))
            if rng.random() < WRITING_SHARE:
                _until_writing(written, 3 * action_s)
            else:
                time.sleep(rng.uniform(0, 1.5 * action_s))
        finally:
            process.kill()
            rest, _ = process.communicate()
        if not lines:
            complaints.seek(0)
            raise RuntimeError(f"The process ended by itself and said: {complaints.read()[-1000:]}")
    return _told([*lines, *rest.splitlines(keepends=True)])


def _until_begun(output: IO[str], actions: int) -> tuple[list[str], float]:
    """The lines until the last of so many actions was begun, and what one takes. No lines: it has ended."""
    lines: list[str] = []
    begun: list[float] = []
    action_s = FIRST_S
    for line in output:
        lines.append(line)
        if line.startswith(DONE):
            action_s = time.monotonic() - begun[-1]
            continue
        begun.append(time.monotonic())
        if len(begun) == actions:
            return lines, action_s
    return [], action_s


def _until_writing(folder: Path, limit_s: float) -> None:
    """As soon as a file is half written, or when the time is up."""
    left, end = set(half_written(folder)), time.monotonic() + limit_s
    while time.monotonic() < end and left.issuperset(half_written(folder)):
        pass


def half_written(folder: Path) -> list[Path]:
    """Files with the names of before they are whole."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return [Path(entry.path) for entry in entries if entry.name.endswith(".partial")]


def _told(lines: list[str]) -> Told:
    said = [line.strip().partition(" ")[::2] for line in lines if line.endswith("\n")]
    last = said[-1] if said else (DONE, "")
    return Told(tuple(what for word, what in said if word == DONE), last[1] if last[0] == BEGIN else None)
