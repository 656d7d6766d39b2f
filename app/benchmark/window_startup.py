"""Time the window until it shows a picture, and until it judges a face."""

import subprocess
import time
from pathlib import Path

from app.benchmark.timing import Timing
from app.live.startup_log import FIRST_DECISION, FIRST_PICTURE
from app.storage.paths import Paths
from app.system.log_setup import FILE
from model.installation.commands import program_command

AWAITED = {"the first picture is shown": FIRST_PICTURE, "the first frame is judged": FIRST_DECISION}
POLL_S = 0.005


def window_times(data: Path, times: int, timeout_s: float) -> dict[str, Timing | None]:
    """From the start of the program with the demo camera and the references in ``data``, by its log. None
    when a milestone was not reached."""
    opened = [_opened(data, timeout_s) for _ in range(times)]
    return {
        name: Timing.of([seconds[message] for seconds in opened])
        if all(message in seconds for seconds in opened)
        else None
        for name, message in AWAITED.items()
    }


def _opened(data: Path, timeout_s: float) -> dict[str, float]:
    """Seconds until each message that was logged."""
    log = Paths(data).logs / FILE
    before = log.stat().st_size if log.exists() else 0
    started = time.perf_counter()
    command = program_command("--camera", "demo", "--data", str(data))
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds: dict[str, float] = {}
    try:
        while len(seconds) < len(AWAITED) and process.poll() is None:
            if (now := time.perf_counter() - started) > timeout_s:
                break
            text = log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
            for message in AWAITED.values():
                if message in text:
                    seconds.setdefault(message, now)
            time.sleep(POLL_S)
    finally:
        process.kill()
        process.wait()
    return seconds
