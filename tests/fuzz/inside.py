"""The process that libFuzzer takes over: ``python -m tests.fuzz.inside TARGET FOLDER FLAG...`` never returns."""

import logging
import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["app", "model", "training", "tests.fuzz"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """What is tried may write into FOLDER; the flags are libFuzzer's."""
    name, folder, *flags = sys.argv[1:]
    target, scratch = TARGETS[name], Path(folder)

    def try_once(content: bytes) -> None:
        target.accepts(content, scratch)

    def mutate(content: bytes, most_bytes: int, seed: int) -> bytes:
        changed = target.mutate(content, Random(seed), lambda part: atheris.Mutate(part, most_bytes))
        return changed[:most_bytes]

    logging.disable()
    atheris.Setup([sys.argv[0], *flags], try_once, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
