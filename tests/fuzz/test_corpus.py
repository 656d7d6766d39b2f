"""What was found by fuzzing, and a little fuzzing without atheris: it runs everywhere."""

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.round import CORPUS
from tests.fuzz.targets import TARGETS

KEPT = [(file.parent.name, file) for file in sorted(CORPUS.glob("*/*"))]
CHANGES = {name: 20 if name == "bundle" else 200 for name in TARGETS}
"""So many of each; loading a bundle takes longest."""


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("target", "file"), KEPT, ids=[f"{target}-{file.name}" for target, file in KEPT])
def test_what_was_found_is_taken_or_refused_as_documented(target: str, file: Path, tmp_path: Path) -> None:
    TARGETS[target].accepts(file.read_bytes(), tmp_path)


@pytest.mark.parametrize("target", TARGETS)
def test_fuzzing_begins_with_what_is_taken(target: str, tmp_path: Path) -> None:
    refused = [
        name for name, seed in TARGETS[target].seeds().items() if not TARGETS[target].accepts(seed, tmp_path)
    ]
    assert refused == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize("target", TARGETS)
def test_valid_inputs_with_some_changes_are_taken_or_refused_as_documented(
    target: str, tmp_path: Path
) -> None:
    random, tried = Random(0), TARGETS[target]
    seeds = list(tried.seeds().values())
    taken = 0
    for _ in range(CHANGES[target]):
        content = random.choice(seeds)
        for _ in range(random.randint(1, 3)):
            content = tried.mutate(content, random, lambda part: some_bytes_changed(part, random))
        taken += tried.accepts(content, tmp_path)
    assert taken < CHANGES[target], "some change at least is noticed"


def some_bytes_changed(content: bytes, random: Random) -> bytes:
    """Cut out, overwritten or repeated."""
    start, end = sorted(random.randint(0, len(content)) for _ in range(2))
    end = min(end, start + random.choice((1, 4, 50)))
    middle = random.choice((b"", random.randbytes(end - start), 3 * content[start:end], b"\xff"))
    return content[:start] + middle + content[end:]
