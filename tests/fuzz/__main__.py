"""Fuzz what reads bytes from outside, with the coverage of Sameface's own code as guide.

Begins with valid inputs and with what was found before (tests/fuzz/corpus), changes them, and keeps those
that reach something new. An input that raises what is not documented, crashes, hangs or fills the memory is
kept, and ends the round.
"""

import argparse
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from app.storage.paths import PROJECT
from tests.fuzz.round import CORPUS, Outcome, fuzz
from tests.fuzz.targets import TARGETS

WORK = PROJECT / "build" / "fuzz"
WITHOUT_ATHERIS = "This takes the package atheris. On Linux, run: pip install -r requirements-dev.txt"


def main() -> int:
    options = _parser().parse_args()
    if options.again:
        return try_again(options.target, options.again)
    if find_spec("atheris") is None:
        print(WITHOUT_ATHERIS, file=sys.stderr)
        return 2
    folder = WORK / options.target
    corpus = (options.corpus or folder / "corpus").resolve()
    outcome = fuzz(options.target, TARGETS[options.target], options.minutes, corpus, folder)
    print(in_words(outcome))
    return 0 if outcome.well else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS, metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, help="where to go on from; build/fuzz/TARGET/corpus")
    parser.add_argument("--again", type=Path, metavar="FILE", help="only try FILE again, without atheris")
    return parser


def try_again(target: str, file: Path) -> int:
    """Raises what the target does not document."""
    with tempfile.TemporaryDirectory() as folder:
        taken = TARGETS[target].accepts(file.read_bytes(), Path(folder))
    print(f"{file} is {'taken' if taken else 'refused as documented'}.")
    return 0


def in_words(outcome: Outcome) -> str:
    told = f"{outcome.target}: {outcome.minutes:.1f} minutes, {outcome.inputs:,} inputs"
    if outcome.well:
        return f"{told}, nothing found."
    if not outcome.found:
        return f"{told}, then ended with code {outcome.code}. {outcome.log} tells more."
    file = outcome.found[0]
    return (
        f"{told}, FOUND {file}\n{outcome.log} tells what it does. "
        f"Next: python -m tests.fuzz {outcome.target} --again {file}\n"
        f"Mend it, and keep the file in {CORPUS / outcome.target} under a name that says what it is."
    )


if __name__ == "__main__":
    sys.exit(main())
