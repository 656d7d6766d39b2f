"""The longest frames of the window while it loads, judges, changes screens and trains.

``python -m tests.reliability.frame_times [--lfw DIR] [--clip FILE]``. The time of a frame is what the main
thread takes for events and drawing, without the pause until the next one is due. Its processor time is the
window's own work: on a busy machine the rest is waiting for a core. The data folder is as after long
use: many references, a long history and an evaluation.
"""

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import numpy as np

from app.history.attempt_record import AttemptRecord, now
from app.history.history_store import HistoryStore
from app.references.reference_store import ReferenceStore
from model.verification.attempt import Ending
from tests.app.gui.every_state import create_report
from tests.app.gui.scenario_runner import play
from tests.app.gui.screenshots import demo_crops
from tests.app.gui.virtual_display import display
from tests.reliability.training_load import prepare

TIMEOUT_S = 900
ATTEMPTS, REFERENCES = 300, 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.frame_times", description=__doc__)
    parser.add_argument("--lfw", type=Path, help="also during a deep training with these photographs")
    parser.add_argument("--clip", default="demo", help="a recording of a face (default: the demo camera)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, display() as environment:
        prepare(Path(folder), options.lfw or Path(folder))
        fill(Path(folder))
        scenario = "measure_frames_in_training" if options.lfw else "measure_frames"
        notes = play(scenario, Path(folder), environment, options.clip, timeout_s=TIMEOUT_S)
    for phase, frames in notes["frames"].items():
        print(f"{phase}: {_summary(np.array(frames) * 1000)}")
    for phase, screen, elapsed, processor in notes["long"]:
        print(f"  {phase}, {screen}: {elapsed:.0f} ms (processor {processor:.0f} ms)")
    return 0


def fill(folder: Path) -> None:
    """As after a long use."""
    crops = demo_crops("eileen", REFERENCES)
    ReferenceStore(folder / "people").enrol("me", crops)
    history = HistoryStore(folder / "history")
    for number in range(ATTEMPTS):
        verified = AttemptRecord(now() - timedelta(hours=number), "me", Ending.VERIFIED, "", 0.998, 60, 60)
        history.add(verified, crops[number % REFERENCES])
    create_report(folder)


def _summary(milliseconds: np.ndarray) -> str:
    """``milliseconds``: elapsed and processor time of each frame, shape (n, 2)."""
    elapsed, processor = map(_spread, milliseconds.T)
    return f"{len(milliseconds)} frames: {elapsed}; processor: {processor}"


def _spread(times: np.ndarray) -> str:
    longest, almost_all, median = times.max(), np.percentile(times, 99), np.median(times)
    return f"longest {longest:.0f}, 99 % below {almost_all:.0f}, median {median:.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
