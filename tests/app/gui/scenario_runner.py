"""Scenarios, each played in a window of its own process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.storage.paths import PROJECT


def play(
    scenario: str, folder: Path, environment: dict[str, str], camera: str = "demo", timeout_s: float = 200
) -> dict[str, Any]:
    """The scenario's notes. Fails when it does, or when the window does not end cleanly."""
    command = [sys.executable, "-m", "tests.app.gui.window_driver", scenario, str(folder), camera]
    played = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=timeout_s
    )
    assert played.returncode == 0, played.stderr
    notes: dict[str, Any] = json.loads(played.stdout.splitlines()[-1])
    assert "error" not in notes, f"{notes['error']}\n{notes}\n{played.stderr}"
    assert notes["exit_code"] == 0
    assert notes["threads"] == []
    return notes
