"""Start a worker process and kill it during its work."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from tests.reliability.fault_trials.layout import DONE, STARTED

ROOT = Path(__file__).parents[3]
INITIAL_ACTION_S = 0.002
"""Estimated duration of an action until one was measured."""
MAX_ACTIONS = 6
PARTIAL_FILE_SHARE = 0.5
"""Share of the kills that wait for a partial file. The others come at any moment."""


@dataclass(frozen=True, slots=True)
class WorkerReport:
    """``done``: confirmed actions. ``unconfirmed``: the last started action, None when it was confirmed."""

    done: tuple[str, ...]
    unconfirmed: str | None


PROGRAM = ("-m", "tests.reliability.fault_trials.worker")


def run_and_kill(
    kind: str, folder: Path, output_folder: Path, rng: np.random.Generator, program: tuple[str, ...] = PROGRAM
) -> WorkerReport:
    """Start a worker of this ``kind``, let it start some actions, and kill it during the last or soon after.

    ``output_folder`` is the folder that it writes to, ``program`` the command line for Python.
    """
    with (folder / "errors.txt").open("w+", encoding="utf-8", errors="replace") as errors:
        process = subprocess.Popen(
            [sys.executable, *program, kind, str(folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            lines, action_s = _read_until_started(process.stdout, int(rng.integers(1, MAX_ACTIONS + 1)))
            if rng.random() < PARTIAL_FILE_SHARE:
                _wait_for_partial_file(output_folder, 3 * action_s)
            else:
                time.sleep(rng.uniform(0, 1.5 * action_s))
        finally:
            process.kill()
            rest, _ = process.communicate()
        if not lines:
            errors.seek(0)
            raise RuntimeError(f"The process ended by itself: {errors.read()[-1000:]}")
    return _parse_report([*lines, *rest.splitlines(keepends=True)])


def _read_until_started(output: IO[str], actions: int) -> tuple[list[str], float]:
    """The lines until so many actions were started, and the seconds of one. No lines: it has ended."""
    lines: list[str] = []
    started: list[float] = []
    action_s = INITIAL_ACTION_S
    for line in output:
        lines.append(line)
        if line.startswith(DONE):
            action_s = time.monotonic() - started[-1]
            continue
        started.append(time.monotonic())
        if len(started) == actions:
            return lines, action_s
    return [], action_s


def _wait_for_partial_file(folder: Path, limit_s: float) -> None:
    """Return when a partial file appears, or after ``limit_s``."""
    old, end = set(partial_files(folder)), time.monotonic() + limit_s
    while time.monotonic() < end and old.issuperset(partial_files(folder)):
        pass


def partial_files(folder: Path) -> list[Path]:
    """Files that are still being written."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return [Path(entry.path) for entry in entries if entry.name.endswith(".partial")]


def _parse_report(lines: list[str]) -> WorkerReport:
    parsed = [line.strip().partition(" ")[::2] for line in lines if line.endswith("\n")]
    last = parsed[-1] if parsed else (DONE, "")
    return WorkerReport(
        tuple(what for word, what in parsed if word == DONE), last[1] if last[0] == STARTED else None
    )
