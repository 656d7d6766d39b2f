"""Check that a training that is killed again and again produces the bundle of an uninterrupted one.

A process trains ``training.experiments.from_scratch`` on a few people of LFW. It is killed at moments over
its whole duration (imports, cutting crops, epochs, writing a file, evaluation, export) and restarted by the
same command. The bundle is then compared with that of an uninterrupted run, bit for bit.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.reliability.kill_trials.moments import draw_moments
from tests.reliability.kill_trials.small_lfw import copy_some_people
from tests.reliability.kill_trials.trials import Kill, Trials
from training.lfw.folder import LfwFolder


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.kill_trials", description=__doc__)
    parser.add_argument("--lfw", type=Path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--kills", type=int, default=20, help="number of kills (default: 20)")
    parser.add_argument(
        "--epochs", type=int, default=6, help="number of epochs, a few seconds each (default: 6)"
    )
    parser.add_argument("--hard-negatives", type=float, default=0.25, metavar="SHARE")
    parser.add_argument("--seed", type=int, default=0, help="random seed")
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copy_some_people(LfwFolder(options.lfw), Path(folder) / "lfw")
        training = ["-m", "training.experiments.from_scratch", "--lfw", str(Path(folder) / "lfw")]
        training += ["--epochs", str(options.epochs), "--hard-negatives", str(options.hard_negatives)]
        different = run(Trials(training, Path(folder)), options.kills, options.seed)
    print(f"{time.monotonic() - started:.0f} s in all.")
    return 1 if different else 0


def run(trials: Trials, kills: int, seed: int) -> list[str]:
    """Print a row for each kill, and the verdict. Returns the differences."""
    timeline = trials.run_uninterrupted()
    print(f"Uninterrupted: {timeline.seconds:.0f} s; first update after {timeline.startup_s:.0f} s.\n")
    print("kill  age      when         last update              partial files           finished files")
    kills_made = 0
    for number, moment in enumerate(draw_moments(timeline, kills, np.random.default_rng(seed)), start=1):
        killed = trials.kill(moment, timeline)
        kills_made += killed is not None
        print(f"{number:4d}  {row(killed) if killed else 'the training had ended before'}", flush=True)
    different = trials.finish()
    verdict = f"NOT THE SAME: {'; '.join(different)}" if different else "the same, bit for bit"
    print(f"\nAfter {kills_made} kills: {verdict} (weights, card and curve of both runs).")
    return different


def row(killed: Kill) -> str:
    last = str(killed.last) if killed.last else "nothing"
    writing = ", ".join(sorted(_readable(name) for name in killed.partial_files)) or "nothing"
    left = f"{killed.crop_sets} sets of crops, {killed.epochs} epochs"
    return f"{killed.age_s:5.1f} s  {killed.kind:11s}  {last:23s}  {writing:22s}  {left}"


def _readable(name: str) -> str:
    """``.checkpoint.npz.abc.partial`` without its random part and suffix."""
    return name.strip(".").removesuffix(".partial").rpartition(".")[0]


if __name__ == "__main__":
    sys.exit(main())
