"""The training loop: a student learns its teacher's embeddings, in a run that can be resumed."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import keras
import torch

from model.messages.message import Message, english_only
from training.distillation.batches import Batch, EpochBuilder
from training.distillation.data_parallel import DataParallel
from training.distillation.hyperparameters import DistillationPlan
from training.distillation.learning_curve import CurvePoint, append_point, start_curve
from training.distillation.network.student import Student
from training.distillation.network.weight_average import WeightAverage
from training.distillation.optimizers import muon_and_adam, set_learning_rate
from training.distillation.training_state import restore_state, save_state
from training.jobs.progress import JobCancelled, JobError, Progress, ReportProgress, ShouldStop
from training.optimization.checkpoint import load_checkpoint
from training.optimization.run_identity import Value, run_identity

STAGE = Message("distilling")
CHECKPOINT_FILE, CURVE_FILE = "distilling.npz", "curve.csv"
MIN_CROPS_PER_REPLICA = 32
"""Each replica normalises its part of a batch by itself: statistics of fewer crops would be too noisy."""


class Distiller:
    """Trains ``embedding`` in place; at the end it has the averaged weights.

    A run with the same seed, plan of an epoch and ``identity`` resumes from the checkpoint in ``work``;
    ``identity`` identifies faces, teachers and start. The numbers of epochs and small epochs may differ.

    ``validate`` scores a student on crops of a size, for the learning curve. It is called with every
    checkpoint.
    """

    def __init__(
        self,
        embedding: keras.Model,
        plan: DistillationPlan,
        work: Path,
        identity: Mapping[str, Value],
        validate: Callable[[Student, int], float],
    ) -> None:
        self.embedding = embedding
        self._plan = plan
        self._work = work
        self._run_id = run_identity({**identity, "epoch": plan.epoch.identity(), "seed": plan.seed})
        self._validate = validate
        self._student = Student(embedding)
        replicas = max(1, min(plan.threads, plan.epoch.batch_size // MIN_CROPS_PER_REPLICA))
        on_cpu = self._student.device.type == "cpu"
        self._data_parallel = DataParallel(self._student, replicas if on_cpu else 1, plan.bfloat16)
        torch.set_num_threads(max(1, plan.threads // self._data_parallel.size))
        self._optimizers = muon_and_adam(self._student, plan, self._data_parallel.size)
        self._average = WeightAverage(self._student, plan.average_decay)

    def run(
        self, builder: EpochBuilder, report: ReportProgress, should_stop: ShouldStop
    ) -> tuple[float, ...]:
        """The mean loss of each epoch. Asks ``should_stop`` before every step.

        Raises JobCancelled when asked to stop (the next run repeats the epochs since the last checkpoint) and
        JobError when the loss is not finite.
        """
        losses = self._resume()
        if not losses:
            start_curve(self._work / CURVE_FILE, self._score(0))
        batches = builder.batches(len(losses), self._plan.epochs)
        for number in range(len(losses), self._plan.epochs):
            started = time.perf_counter()
            losses = (*losses, self._train_epoch(number, batches, report, should_stop))
            if (number + 1) % self._plan.save_every == 0 or number + 1 == self._plan.epochs:
                self._save(losses)
                self._append_to_curve(losses, time.perf_counter() - started)
        self._average.network.copy_weights_to(self.embedding)
        return losses

    def _train_epoch(
        self, number: int, batches: Iterator[Batch], report: ReportProgress, should_stop: ShouldStop
    ) -> float:
        steps, total = self._plan.epoch.steps, 0.0
        self._student.train()
        for step in range(steps):
            if should_stop():
                raise JobCancelled(f"Stopped in epoch {number + 1} of {self._plan.epochs}.")
            loss = self._train_step(next(batches), number * steps + step)
            if not math.isfinite(loss):
                advice = "Delete the checkpoint and try a lower learning rate."
                raise JobError(english_only(f"The loss is not finite in epoch {number + 1}. {advice}"))
            total += loss
            message = Message("loss {loss:.4f}", loss=total / (step + 1))
            report(Progress(STAGE, number * steps + step + 1, self._plan.epochs * steps, message))
        return total / steps

    def _train_step(self, batch: Batch, step: int) -> float:
        set_learning_rate(self._optimizers, self._plan.learning_rate_factor(step))
        loss = self._data_parallel.compute_gradients(batch)
        self._data_parallel.for_each(lambda optimizer: optimizer.step(), self._optimizers)
        self._average.update(self._student, step)
        return loss

    def _append_to_curve(self, losses: tuple[float, ...], seconds: float) -> None:
        crops = self._plan.epoch.steps * self._plan.epoch.batch_size
        point = CurvePoint(
            epochs=len(losses),
            crops=len(losses) * crops,
            loss=losses[-1],
            validation_score=self._score(len(losses) - 1),
            crops_per_second=round(crops / seconds, 1),
        )
        append_point(self._work / CURVE_FILE, point)

    def _score(self, epoch: int) -> float:
        """Of the averaged weights, on crops of the size of ``epoch``."""
        return self._validate(self._average.network, self._plan.epoch.crop_size(epoch))

    def _save(self, losses: tuple[float, ...]) -> None:
        networks = (self._student, self._average.network)
        save_state(self._work / CHECKPOINT_FILE, self._run_id, losses, networks, self._optimizers)

    def _resume(self) -> tuple[float, ...]:
        checkpoint = load_checkpoint(self._work / CHECKPOINT_FILE, self._run_id)
        if checkpoint is None:
            return ()
        restore_state(checkpoint, (self._student, self._average.network), self._optimizers)
        return checkpoint.losses
