"""Kill the app while it collects, enrols, swaps models, changes settings, encrypts or counts; check its data.

Processes are killed (SIGKILL) at random moments, again and again on the same data. After each kill the stores
are reopened: every confirmed file must be complete, and partial files must be ignored.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.reliability.fault_trials.process_killer import partial_files, run_and_kill
from tests.reliability.fault_trials.protection_trials import PROTECTION_TRIALS
from tests.reliability.fault_trials.trials import TRIALS

GROUPS: dict[str, tuple[type, ...]] = {"stores": TRIALS, "protection": PROTECTION_TRIALS}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fault_trials", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="in all (default: 200)")
    parser.add_argument(
        "--of",
        choices=GROUPS,
        default="stores",
        help="stores: pictures, models, settings (default); protection: vault, lockout, audit log",
    )
    parser.add_argument("--seed", type=int, default=0, help="random seed")
    options = parser.parse_args()
    started = time.monotonic()
    print("kind               kills  interrupted  partial files  survived")
    faults = 0
    kinds = GROUPS[options.of]
    for number, kind in enumerate(kinds):
        kills = options.kills // len(kinds) + (number < options.kills % len(kinds))
        with tempfile.TemporaryDirectory() as folder:
            faults += run(kind, Path(folder), kills, options.seed)
    print(f"\n{time.monotonic() - started:.0f} s in all.")
    return 1 if faults else 0


def run(kind: type, folder: Path, kills: int, seed: int) -> int:
    """Print a line for each fault and the row of the table. Returns the number of kills that did damage."""
    trial, rng = kind(folder), np.random.default_rng(seed)
    interrupted = partial = failures = 0
    for number in range(1, kills + 1):
        before = set(partial_files(trial.output_folder))
        report = run_and_kill(trial.kind, folder, trial.output_folder, rng)
        interrupted += report.unconfirmed is not None
        partial += bool(set(partial_files(trial.output_folder)) - before)
        if faults_found := trial.faults(report):
            failures += 1
            print(f"  {trial.kind}, kill {number}: {'; '.join(faults_found)}")
    survived = kills - failures
    print(f"{trial.kind:18s} {kills:5d} {interrupted:12d} {partial:14d} {survived:9d}", flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(main())
