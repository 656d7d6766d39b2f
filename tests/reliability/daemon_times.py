"""How long the daemon takes from a request to the answer.

``python -m tests.reliability.daemon_times [--requests N] [--liveness MODE]``. The demo camera delivers 30
frames a second, so that three frames in a row alone take 67 ms. The processor time of a request is that of
all threads, the camera's included; the rest is waiting for frames, or for a core of a busy machine.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from app.daemon.client import ask
from app.daemon.endpoint import Endpoint, endpoint_of
from app.daemon.messages import Action, Request
from app.daemon.server import Daemon
from app.references.reference_store import ReferenceStore
from app.storage.outside_copy import STATE_VARIABLE
from app.storage.paths import Paths
from app.storage.settings import change_settings
from model.liveness.mode import LivenessMode
from model.vision.alignment import align
from model.vision.image_file import read_image_file
from model.vision.mtcnn import MtcnnFinder
from tests.support.portraits import COLLINS

START_TIMEOUT_S = 120.0
PERCENTILES = (50, 95, 99, 100)
TARGET_MS = 300.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.daemon_times", description=__doc__)
    parser.add_argument("--requests", type=int, default=50)
    parser.add_argument(
        "--liveness", type=LivenessMode, choices=list(LivenessMode), default=LivenessMode.NONE
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[STATE_VARIABLE] = str(Path(folder) / "state")
        with running(prepared(Path(folder) / "data", options.liveness)) as endpoint:
            times = np.array([request(endpoint) for _ in range(options.requests + 1)][1:]) * 1000
    for line in summary(times):
        print(line)
    return 0


def prepared(folder: Path, liveness: LivenessMode) -> Paths:
    """A data folder with one person, whom the demo camera shows."""
    paths, portrait = Paths(folder), read_image_file(COLLINS.path)
    crop = align(portrait, MtcnnFinder().find(portrait)[0].landmarks)
    ReferenceStore(paths.people).enrol("eileen", [crop])
    change_settings(paths.settings, camera="demo", person="eileen", liveness=liveness)
    return paths


@contextmanager
def running(paths: Paths) -> Iterator[Endpoint]:
    """A daemon in this process, warmed up."""
    endpoint = endpoint_of(paths.root)
    daemon, ready = Daemon(paths, endpoint), threading.Event()
    server = threading.Thread(target=daemon.serve, args=(ready,))
    server.start()
    try:
        if not ready.wait(START_TIMEOUT_S):
            raise TimeoutError("The daemon did not start.")
        yield endpoint
    finally:
        daemon.stop()
        server.join()


def request(endpoint: Endpoint) -> tuple[float, float]:
    """Seconds until the answer, and of processor time. Raises ValueError unless the person is verified."""
    started, processor = time.perf_counter(), time.process_time()
    (*_, answer) = ask(endpoint, Request(Action.VERIFY))
    seconds = time.perf_counter() - started, time.process_time() - processor
    if answer.get("verified") is not True:
        raise ValueError(f"The person at the demo camera was not verified: {answer.get('reason')}")
    return seconds


def summary(milliseconds: np.ndarray) -> Iterator[str]:
    """``milliseconds``: elapsed and processor time of each request."""
    for name, times in zip(("elapsed", "processor"), milliseconds.T, strict=True):
        values = ", ".join(f"{share} %: {np.percentile(times, share):.0f}" for share in PERCENTILES)
        yield f"{f'{name} time, milliseconds':28} {values}"
    within = int(np.count_nonzero(milliseconds[:, 0] <= TARGET_MS))
    yield f"{within} of {len(milliseconds)} answers within {TARGET_MS:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
