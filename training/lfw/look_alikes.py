"""Groups of people in LFW who look alike, found by another network: ``look_alikes.csv`` and its origin."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_suffix(".csv")
"""Made by ``python -m training.experiments.look_alikes``; its first lines say how. Choosing and measuring
thresholds does not need the other network."""

COLUMNS = ("person", "group")

UNGROUPED = -1
"""The group of a person who is not in the file, so has no known look-alikes."""


def look_alike_groups(people: Sequence[str]) -> NDArray[np.int64]:
    """(people,): the group of each person of LFW, or UNGROUPED."""
    groups = _read(FILE)
    return np.array([groups.get(person, UNGROUPED) for person in people], np.int64)


def encode_groups(groups: Mapping[str, int], origin: str) -> bytes:
    """The file's content: ``origin`` in lines that begin with #, then a line for each person, by name."""
    comments = [f"# {line}" for line in origin.splitlines()]
    rows = [f"{person},{groups[person]}" for person in sorted(groups)]
    return "\n".join([*comments, ",".join(COLUMNS), *rows, ""]).encode()


@cache
def _read(file: Path) -> Mapping[str, int]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["person"]: int(row["group"]) for row in csv.DictReader(lines)}
