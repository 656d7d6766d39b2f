"""How long the window takes until it shows a picture, and until a face is judged."""

import subprocess
import sys
import time
from pathlib import Path

from app.benchmark.timing import Timing
from app.live.startup_log import FIRST_DECISION, FIRST_PICTURE
from app.storage.paths import PROJECT, Paths
from app.system.log_setup import FILE

AWAITED = {"the first picture is shown": FIRST_PICTURE, "the first frame is judged": FIRST_DECISION}
LOOK_EVERY_S = 0.005


def window_times(data: Path, times: int, timeout_s: float) -> dict[str, Timing | None]:
    """From ``python main.py`` with the demo camera and the references in ``data``; read off the log. None: it
    did not come to that."""
    opened = [_opened(data, timeout_s) for _ in range(times)]
    return {
        name: Timing.of([seconds[message] for seconds in opened])
        if all(message in seconds for seconds in opened)
        else None
        for name, message in AWAITED.items()
    }


def _opened(data: Path, timeout_s: float) -> dict[str, float]:
    """Seconds until each message, as far as it came."""
    log = Paths(data).logs / FILE
    before = log.stat().st_size if log.exists() else 0
    started = time.perf_counter()
    command = [sys.executable, "main.py", "--camera", "demo", "--data", str(data)]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds: dict[str, float] = {}
    try:
        while len(seconds) < len(AWAITED) and process.poll() is None:
            if (now := time.perf_counter() - started) > timeout_s:
                break
            said = log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
            for message in AWAITED.values():
                if message in said:
                    seconds.setdefault(message, now)
            time.sleep(LOOK_EVERY_S)
    finally:
        process.kill()
        process.wait()
    return seconds
