"""The process that libFuzzer controls.

``python -m tests.fuzz.fuzzer_process TARGET FOLDER FLAG...``
"""

import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

import atheris

from tests.fuzz.target import Target

INSTRUMENTED = ["app", "model", "training", "tests.fuzz.targets"]


def main(targets: Mapping[str, Target]) -> None:
    """Targets may write into FOLDER; the flags are libFuzzer's."""
    name, folder, *flags = sys.argv[1:]
    target, scratch = targets[name], Path(folder)

    def try_once(content: bytes) -> None:
        target.accepts(content, scratch)

    def mutate(content: bytes, most_bytes: int, seed: int) -> bytes:
        changed = target.mutate(content, Random(seed), lambda part: atheris.Mutate(part, most_bytes))
        return changed[:most_bytes]

    logging.disable()
    atheris.Setup([sys.argv[0], *flags], try_once, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    with atheris.instrument_imports(include=INSTRUMENTED):
        from tests.fuzz.targets import TARGETS
    main(TARGETS)
