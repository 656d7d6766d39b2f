"""Time the start-up of each command, in subprocesses."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.benchmark.timing import Timing
from app.benchmark.window_startup import AWAITED, window_times
from app.camera.demo.portraits import EILEEN_COLLINS
from app.system.exit_codes import Exit
from app.system.subprocess_probe import run_probe
from model.installation.commands import program_command

TIMES = 3
TIMEOUT_S = 60.0


def startups() -> dict[str, Timing | None]:
    """None when a command fails, and for the window without a display."""
    with tempfile.TemporaryDirectory() as folder:
        references = Path(folder, "references")
        references.mkdir()
        shutil.copy(EILEEN_COLLINS.path, references)
        data = ["--data", str(Path(folder, "data"))]
        verify = ["verify", "--image", str(EILEEN_COLLINS.path), "--references", str(references), *data]
        return {
            "--help": command_time(program_command("--help")),
            "verify --image": command_time(program_command(*verify)),
            "enrol one photograph": command_time(
                program_command("enrol", "--images", str(references), *data)
            ),
            **_window_times(Path(folder, "data")),
        }


def command_time(command: list[str]) -> Timing | None:
    """None when it fails."""
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            return None
        if done.returncode != Exit.DONE:
            return None
        seconds.append(time.perf_counter() - started)
    return Timing.of(seconds)


def _window_times(data: Path) -> dict[str, Timing | None]:
    """A hidden window finds out first whether there is a display."""
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        return dict.fromkeys(AWAITED)
    answer = run_probe(["-m", "app.gui.probe"], TIMEOUT_S).answer
    return window_times(data, TIMES, TIMEOUT_S) if answer and answer["screen"] else dict.fromkeys(AWAITED)
