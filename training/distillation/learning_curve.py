"""The learning curve of a run as a CSV file: the start, then one row per saved epoch."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """After ``epochs`` epochs and ``crops`` crops. ``loss`` is the mean of the last epoch; held-out people
    give the ``validation_score``. None: before the first epoch."""

    epochs: int
    crops: int
    loss: float | None
    validation_score: float
    crops_per_second: float | None

    def row(self) -> dict[str, float | None]:
        """The columns of the file. Their names are stored: they do not follow renames."""
        return {
            "rounds": self.epochs,
            "crops": self.crops,
            "loss": self.loss,
            "judged": self.validation_score,
            "crops_per_second": self.crops_per_second,
        }


def start_curve(file: Path, validation_score: float) -> None:
    """Of the network before training. Replaces the curve of an earlier run."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    start = CurvePoint(epochs=0, crops=0, loss=None, validation_score=validation_score, crops_per_second=None)
    append_point(file, start)


def append_point(file: Path, point: CurvePoint) -> None:
    """Creates the file with its header first if it does not exist."""
    new = not file.is_file()
    with file.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, point.row())
        if new:
            writer.writeheader()
        writer.writerow(point.row())
