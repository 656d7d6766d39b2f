"""Fuzz the readers of external data, guided by the coverage of Sameface's code.

A round starts from valid inputs and earlier findings (tests/fuzz/corpus), mutates them, and keeps those
that reach new code. It ends at the first input that raises an undocumented error, crashes, hangs or fills
the memory.
"""

import argparse
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from app.storage.paths import PROJECT
from tests.fuzz.round import CORPUS, FuzzResult, fuzz
from tests.fuzz.targets import TARGETS

WORK = PROJECT / "build" / "fuzz"
MISSING_ATHERIS = "The package atheris is missing. On Linux, run: pip install -r requirements-dev.txt"


def main() -> int:
    options = _parser().parse_args()
    if options.again:
        return replay(options.target, options.again)
    if find_spec("atheris") is None:
        print(MISSING_ATHERIS, file=sys.stderr)
        return 2
    folder = WORK / options.target
    corpus = (options.corpus or folder / "corpus").resolve()
    result = fuzz(options.target, TARGETS[options.target], options.minutes, corpus, folder)
    print(describe(result))
    return 0 if result.passed else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS, metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10, help="time limit (default: 10)")
    parser.add_argument("--corpus", type=Path, help="default: build/fuzz/TARGET/corpus")
    parser.add_argument("--again", type=Path, metavar="FILE", help="only replay FILE, without atheris")
    return parser


def replay(target: str, file: Path) -> int:
    """Raises the undocumented error, if any."""
    with tempfile.TemporaryDirectory() as folder:
        accepted = TARGETS[target].accepts(file.read_bytes(), Path(folder))
    print(f"{file} is {'accepted' if accepted else 'refused as documented'}.")
    return 0


def describe(result: FuzzResult) -> str:
    stats = f"{result.target}: {result.minutes:.1f} minutes, {result.inputs:,} inputs"
    if result.passed:
        return f"{stats}, nothing found."
    if not result.found:
        return f"{stats}, then ended with code {result.code}. See {result.log}."
    file = result.found[0]
    return (
        f"{stats}, FOUND {file}\nSee {result.log}. "
        f"Next: python -m tests.fuzz {result.target} --again {file}\n"
        f"Then fix the fault and save the file in {CORPUS / result.target} under a name that describes it."
    )


if __name__ == "__main__":
    sys.exit(main())
