"""The learning curve of a run as a CSV file, one row per saved epoch."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """After ``epochs`` epochs and ``crops`` crops. ``loss`` is the mean of the last epoch; held-out people
    give the ``validation_score``."""

    epochs: int
    crops: int
    loss: float
    validation_score: float
    crops_per_second: float

    def row(self) -> dict[str, float]:
        """The columns of the file. Their names are stored: they do not follow renames."""
        return {
            "rounds": self.epochs,
            "crops": self.crops,
            "loss": self.loss,
            "judged": self.validation_score,
            "crops_per_second": self.crops_per_second,
        }


def append_point(file: Path, point: CurvePoint) -> None:
    """Creates the file with its header first if it does not exist."""
    new = not file.is_file()
    with file.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, point.row())
        if new:
            writer.writeheader()
        writer.writerow(point.row())
