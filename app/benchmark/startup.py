"""How long it takes from a command to its end, in processes of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.benchmark.timing import Timing
from app.camera.portraits import EILEEN_COLLINS
from app.doctor.trial import try_out
from app.exit_codes import Exit
from app.paths import PROJECT

TIMES = 3
TIMEOUT_S = 60.0


def startups() -> dict[str, Timing | None]:
    """None: the command did not end well, or for the window: there is no screen."""
    with tempfile.TemporaryDirectory() as folder:
        references = Path(folder, "references")
        references.mkdir()
        shutil.copy(EILEEN_COLLINS.path, references)
        verify = ["verify", "--image", str(EILEEN_COLLINS.path), "--references", str(references)]
        return {
            "--help": command_time(["main.py", "--help"]),
            "verify --image": command_time(["main.py", *verify, "--data", str(Path(folder, "data"))]),
            "the window opens": _window_time(),
        }


def command_time(command: list[str]) -> Timing | None:
    """Of Python with ``command``, in the project's folder."""
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        try:
            done = subprocess.run(
                [sys.executable, *command], cwd=PROJECT, capture_output=True, timeout=TIMEOUT_S
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode != Exit.DONE:
            return None
        seconds.append(time.perf_counter() - started)
    return Timing.of(seconds)


def _window_time() -> Timing | None:
    """A window that nobody sees; the first one tells whether there is a screen."""
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        return None
    command = ["-m", "app.gui.trial"]
    answer = try_out(command, TIMEOUT_S).answer
    return command_time(command) if answer and answer["screen"] else None
