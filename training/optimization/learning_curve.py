"""How a training goes, epoch by epoch: as CSV for anybody and for TensorBoard (``tensorboard --logdir``)."""

import csv
import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

from model.storage.atomic_file import write_atomically

CURVE, BOARD = "curve.csv", "tensorboard"


class Curves:
    """``curve.csv`` and the folder ``tensorboard`` in ``work``, from the first epoch on; those of another run
    go then."""

    def __init__(self, work: Path) -> None:
        self._file, self._folder = work / CURVE, work / BOARD
        self._board: tf.summary.SummaryWriter | None = None

    def note(self, losses: Sequence[float], judged: Sequence[float]) -> None:
        """After an epoch: the mean loss of each so far and, where held-out people judge, their verdicts."""
        self._note_on_board(len(losses), {"loss": losses[-1], **({"judged": judged[-1]} if judged else {})})
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(["epoch", "loss", *(["judged"] if judged else [])])
        columns = [range(1, len(losses) + 1), losses, *([judged] if judged else [])]
        writer.writerows(zip(*columns, strict=True))
        write_atomically(self._file, text.getvalue().encode())

    def _note_on_board(self, epoch: int, values: dict[str, float]) -> None:
        if epoch == 1:
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._board is None:
            self._board = tf.summary.create_file_writer(str(self._folder))
        with self._board.as_default(step=epoch):
            for name, value in values.items():
                tf.summary.scalar(name, value)
        self._board.flush()
