"""How a run went, one line a point, for whoever draws or compares it."""

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """After ``rounds`` rounds and ``crops`` crops; ``loss`` is the mean of the last round, ``judged`` what
    was made of the embedding on people that train nothing."""

    rounds: int
    crops: int
    loss: float
    judged: float
    crops_per_second: float


def append_point(file: Path, point: Point) -> None:
    """The first point writes the heading, too."""
    new = not file.is_file()
    with file.open("a", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, [field.name for field in fields(Point)])
        if new:
            writer.writeheader()
        writer.writerow(asdict(point))
