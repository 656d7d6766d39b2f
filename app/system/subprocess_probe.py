"""Run a probe in a subprocess: a crash or a hang there does no harm here."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from app.storage.paths import PROJECT

MISSING_MODULE = "ModuleNotFoundError: No module named "
KILL_TIMEOUT_S = 1.0
"""A process that waits for a driver does not end even when it is killed."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """``answer``: the JSON object that the probe printed. When it is None, ``error`` says why, or ``missing``
    names a module that is not installed."""

    answer: dict[str, Any] | None
    error: str = ""
    missing: str = ""


def run_probe(command: list[str], timeout_s: float) -> ProbeResult:
    """Run Python with ``command`` (``-m``, a module, its arguments) for at most ``timeout_s``."""
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
        _kill(process)
        return ProbeResult(None, f"It gave no answer within {timeout_s:g} s.")
    return _parse_output(out, errors, process.returncode)


def _parse_output(out: str, errors: str, code: int) -> ProbeResult:
    error = next((line for line in reversed(errors.splitlines()) if line.strip()), "")
    if code < 0:
        return ProbeResult(None, f"It crashed (signal {-code}).")
    if error.startswith(MISSING_MODULE):
        return ProbeResult(None, missing=error.removeprefix(MISSING_MODULE).strip("'"))
    if code or not out.strip():
        return ProbeResult(None, error or f"It ended with exit code {code}.")
    try:
        return ProbeResult(json.loads(out.splitlines()[-1]))
    except json.JSONDecodeError:
        return ProbeResult(None, "Its answer cannot be read.")


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    try:
        process.communicate(timeout=KILL_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return
