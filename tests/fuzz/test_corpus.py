"""Replays the corpus and fuzzes a little without atheris, on every system."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.round import CORPUS
from tests.fuzz.targets import TARGETS

CORPUS_FILES = [(file.parent.name, file) for file in sorted(CORPUS.glob("*/*"))]
CHANGES = {name: 20 if name == "bundle" else 200 for name in TARGETS}
"""Mutations of each target; loading a bundle takes longest."""


@pytest.mark.parametrize(
    ("target", "file"), CORPUS_FILES, ids=[f"{target}-{file.name}" for target, file in CORPUS_FILES]
)
def test_the_corpus_is_accepted_or_refused_as_documented(target: str, file: Path, tmp_path: Path) -> None:
    TARGETS[target].accepts(file.read_bytes(), tmp_path)


@pytest.mark.parametrize("target", TARGETS)
def test_all_seeds_are_accepted(target: str, tmp_path: Path) -> None:
    refused = [
        name for name, seed in TARGETS[target].seeds().items() if not TARGETS[target].accepts(seed, tmp_path)
    ]
    assert refused == []


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_mutated_seeds_are_accepted_or_refused_as_documented(target: str, tmp_path: Path) -> None:
    random, reader = Random(0), TARGETS[target]
    seeds = list(reader.seeds().values())
    accepted = 0
    for _ in range(CHANGES[target]):
        content = random.choice(seeds)
        for _ in range(random.randint(1, 3)):
            content = reader.mutate(content, random, lambda part: change_bytes(part, random))
        accepted += reader.accepts(content, tmp_path)
    assert accepted < CHANGES[target], "at least one mutation is refused"


def change_bytes(content: bytes, random: Random) -> bytes:
    """Remove, overwrite or repeat some bytes."""
    start, end = sorted(random.randint(0, len(content)) for _ in range(2))
    end = min(end, start + random.choice((1, 4, 50)))
    middle = random.choice((b"", random.randbytes(end - start), 3 * content[start:end], b"\xff"))
    return content[:start] + middle + content[end:]
