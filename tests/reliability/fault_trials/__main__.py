"""Whoever is killed while they collect, enrol, swap models or change settings finds everything whole.

Real processes are killed (``kill -9``) at random moments, again and again over the same data. After each kill
the stores are opened anew: what was confirmed is there and whole, and nothing half written counts.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.reliability.fault_trials.process_killer import half_written, killed
from tests.reliability.fault_trials.trials import KINDS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fault_trials", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="in all, of four kinds (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="another number, other moments")
    options = parser.parse_args()
    started = time.monotonic()
    print("kind               kills  in the middle  half written  survived")
    faults = 0
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            faults += run(kind, Path(folder), options.kills // len(KINDS), options.seed)
    print(f"\n{time.monotonic() - started:.0f} s in all.")
    return 1 if faults else 0


def run(kind: type, folder: Path, kills: int, seed: int) -> int:
    """Print a line for each fault, and the row of the table; how many kills were not survived."""
    store, rng = kind(folder), np.random.default_rng(seed)
    in_the_middle = partial = failed = 0
    for number in range(1, kills + 1):
        before = set(half_written(store.written))
        told = killed(store.kind, folder, store.written, rng)
        in_the_middle += told.under_way is not None
        partial += bool(set(half_written(store.written)) - before)
        if found := store.faults(told):
            failed += 1
            print(f"  {store.kind}, kill {number}: {'; '.join(found)}")
    survived = kills - failed
    print(f"{store.kind:18s} {kills:5d} {in_the_middle:14d} {partial:13d} {survived:9d}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
