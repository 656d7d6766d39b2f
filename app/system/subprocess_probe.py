"""Trying something out in a process of its own: what crashes or blocks there harms nobody here."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from app.storage.paths import PROJECT

MISSING_MODULE = "ModuleNotFoundError: No module named "
GIVEN_UP_AFTER_S = 1.0
"""A process that waits for a driver cannot even be killed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``answer``: the JSON object that was printed; None: there was none, and ``complaint`` says why, or
    ``missing`` which module was not installed."""

    answer: dict[str, Any] | None
    complaint: str = ""
    missing: str = ""


def try_out(command: list[str], timeout_s: float) -> Outcome:
    """Run Python with ``command`` (``-m``, a module, its arguments) and wait no longer than ``timeout_s``."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    try:
        out, errors = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        _give_up(process)
        return Outcome(None, f"It gave no answer within {timeout_s:g} s.")
    return _outcome(out, errors, process.returncode)


def _outcome(out: str, errors: str, code: int) -> Outcome:
    complaint = next((line for line in reversed(errors.splitlines()) if line.strip()), "")
    if code < 0:
        return Outcome(None, f"It crashed (signal {-code}).")
    if complaint.startswith(MISSING_MODULE):
        return Outcome(None, missing=complaint.removeprefix(MISSING_MODULE).strip("'"))
    if code or not out.strip():
        return Outcome(None, complaint or f"It ended with exit code {code}.")
    try:
        return Outcome(json.loads(out.splitlines()[-1]))
    except json.JSONDecodeError:
        return Outcome(None, "Its answer cannot be read.")


def _give_up(process: subprocess.Popen[str]) -> None:
    process.kill()
    try:
        process.communicate(timeout=GIVEN_UP_AFTER_S)
    except subprocess.TimeoutExpired:
        return
