"""Runs scenarios, each in a window and a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.storage.paths import PROJECT


def play(
    scenario: str,
    folder: Path,
    environment: dict[str, str],
    camera: str = "demo",
    timeout_s: float = 200,
    launcher: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the notes of the scenario. Fail if it fails or if the window does not close cleanly.
    ``launcher``: a command that runs another."""
    command = [*launcher, sys.executable, "-m", "tests.app.gui.window_driver", scenario, str(folder), camera]
    completed = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=timeout_s
    )
    assert completed.returncode == 0, completed.stderr
    notes: dict[str, Any] = json.loads(completed.stdout.splitlines()[-1])
    assert "error" not in notes, f"{notes['error']}\n{notes}\n{completed.stderr}"
    assert notes["exit_code"] == 0
    assert notes["threads"] == [], notes["threads"]
    return notes
