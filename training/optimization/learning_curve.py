"""The learning curve of a run: as CSV, and for TensorBoard (``tensorboard --logdir``)."""

import csv
import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

from model.storage.atomic_file import write_atomically

CURVE_FILE, TENSORBOARD_FOLDER = "curve.csv", "tensorboard"


class LearningCurve:
    """Writes ``curve.csv`` and the folder ``tensorboard`` in ``work``. The first epoch of a run replaces the
    curve of the run before."""

    def __init__(self, work: Path) -> None:
        self._file, self._folder = work / CURVE_FILE, work / TENSORBOARD_FOLDER
        self._writer: tf.summary.SummaryWriter | None = None

    def write(self, losses: Sequence[float], validation: Sequence[float]) -> None:
        """Call it after each epoch, with the mean loss and the validation score, if any, of each so far."""
        scores = {"judged": validation[-1]} if validation else {}
        self._write_to_tensorboard(len(losses), {"loss": losses[-1], **scores})
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(["epoch", "loss", *(["judged"] if validation else [])])
        columns = [range(1, len(losses) + 1), losses, *([validation] if validation else [])]
        writer.writerows(zip(*columns, strict=True))
        write_atomically(self._file, text.getvalue().encode())

    def _write_to_tensorboard(self, epoch: int, values: dict[str, float]) -> None:
        if epoch == 1:
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._writer is None:
            self._writer = tf.summary.create_file_writer(str(self._folder))
        with self._writer.as_default(step=epoch):
            for name, value in values.items():
                tf.summary.scalar(name, value)
        self._writer.flush()
