"""The training loop on an accelerator: a student learns from a bank of targets, phase by phase."""

import math
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import keras
import torch
from torch.optim.swa_utils import update_bn

from model.messages.message import Message, english_only
from training.distillation.accelerated.phases import STATISTICS_BATCHES, Phase, create_phases
from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.accelerated.target_bank import TargetBank
from training.distillation.accelerated.views.random_numbers import DeviceRandom
from training.distillation.learning_curve import CurvePoint, append_point, start_curve
from training.distillation.network.batch_normalization import fold_batch_normalization
from training.distillation.network.student import Student
from training.distillation.network.weight_average import WeightAverage
from training.distillation.optimizers import Optimizers, muon_and_adam, set_learning_rate
from training.distillation.trainer import CHECKPOINT_FILE, CURVE_FILE, STAGE
from training.distillation.training_state import restore_state, save_state
from training.jobs.progress import JobCancelled, JobError, Progress, ReportProgress, ShouldStop
from training.optimization.checkpoint import load_checkpoint


class AcceleratedDistiller:
    """Trains ``network`` in place; at the end it has the averaged weights of the last phase.

    The run ``run_id`` resumes from its checkpoint in ``work``. ``new_layers`` are the names of layers that
    have no trained weights. ``validate`` scores a student, for the learning curve. It is called with every
    checkpoint.
    """

    def __init__(
        self,
        network: keras.Model,
        new_layers: Collection[str],
        bank: TargetBank,
        plan: AcceleratedPlan,
        work: Path,
        run_id: str,
        validate: Callable[[Student], float],
    ) -> None:
        self.network = network
        self._bank = bank
        self._plan = plan
        self._work = work
        self._run_id = run_id
        self._validate = validate
        self._student = Student(network)
        self._average = WeightAverage(self._student, 0.0)
        self._optimizers: Optimizers = ()
        self._phases = create_phases(plan, new_layers, self._crops)
        self._epochs = sum(phase.plan.epochs for phase in self._phases)

    def run(self, report: ReportProgress, should_stop: ShouldStop) -> tuple[float, ...]:
        """The mean loss of each epoch of all phases. Asks ``should_stop`` before every step.

        Raises JobCancelled when asked to stop (the next run repeats the epochs since the last checkpoint) and
        JobError when the loss is not finite.
        """
        losses = self._resume()
        started, first = time.perf_counter(), len(losses)
        for number in range(first, self._epochs):
            phase, epoch = self._locate(number)
            if epoch == 0:
                self._begin(phase)
            losses = (*losses, self._train_epoch(number, phase, epoch, should_stop))
            report(
                Progress(
                    STAGE,
                    number + 1,
                    self._epochs,
                    Message("{phase}, loss {loss:.4f}", phase=phase.name, loss=losses[-1]),
                )
            )
            if (epoch + 1) % phase.plan.save_every == 0 or epoch + 1 == phase.plan.epochs:
                self._save(losses)
                crops_per_second = self._crops_of(number, first) / (time.perf_counter() - started)
                self._append_to_curve(losses, crops_per_second)
                started, first = time.perf_counter(), number + 1
        self._finish()
        return losses

    def _locate(self, number: int) -> tuple[Phase, int]:
        """The phase of epoch ``number`` of the run, and the epoch's number in that phase."""
        for phase in self._phases:
            if number < phase.plan.epochs:
                return phase, number
            number -= phase.plan.epochs
        raise ValueError(f"The run has {self._epochs} epochs. Received: {self._epochs + number}")

    def _begin(self, phase: Phase) -> None:
        """Prepare the student, which has the averaged weights of the phase before."""
        self._student = self._average.network.requires_grad_(True)
        phase.prepare(self._student)
        self._optimizers = muon_and_adam(self._student, phase.plan)
        self._average = WeightAverage(self._student, phase.plan.average_decay)

    def _train_epoch(self, number: int, phase: Phase, epoch: int, should_stop: ShouldStop) -> float:
        random, steps = DeviceRandom(self._student.device, self._plan.seed, 1, number), phase.plan.epoch.steps
        total = torch.zeros((), device=self._student.device)
        self._student.train()
        for step in range(epoch * steps, (epoch + 1) * steps):
            if should_stop():
                raise JobCancelled(f"Stopped in epoch {number + 1} of {self._epochs}.")
            total += self._train_step(phase.plan.learning_rate_factor(step), phase, random)
            self._average.update(self._student, step)
        # Reading the loss waits for the device, so it is read once an epoch.
        loss = total.item() / steps
        if not math.isfinite(loss):
            advice = "Delete the checkpoint and try a lower learning rate."
            raise JobError(english_only(f"The loss is not finite in epoch {number + 1}. {advice}"))
        return loss

    def _train_step(self, rate_factor: float, phase: Phase, random: DeviceRandom) -> torch.Tensor:
        crops, targets = self._bank.batch(phase.plan.epoch.batch_size, self._plan.blend_share, random)
        loss = (1 - (self._student.embed_tensor(crops, self._plan.bfloat16) * targets).sum(1)).mean()
        self._student.zero_grad()
        loss.backward()
        set_learning_rate(self._optimizers, rate_factor)
        for optimizer in self._optimizers:
            optimizer.step()
        return loss.detach()

    def _crops(self, batches: int) -> Iterator[torch.Tensor]:
        """Batches of augmented crops, always the same ones."""
        random, size = DeviceRandom(self._student.device, self._plan.seed, 2), self._phases[0].plan.epoch
        for _ in range(batches):
            yield self._bank.batch(size.batch_size, self._plan.blend_share, random)[0]

    def _crops_of(self, last: int, first: int = 0) -> int:
        """Crops of the epochs ``first`` to ``last``."""
        plans = [self._locate(number)[0].plan.epoch for number in range(first, last + 1)]
        return sum(plan.steps * plan.batch_size for plan in plans)

    def _append_to_curve(self, losses: tuple[float, ...], crops_per_second: float) -> None:
        point = CurvePoint(
            epochs=len(losses),
            crops=self._crops_of(len(losses) - 1),
            loss=losses[-1],
            validation_score=self._validate(self._average.network),
            crops_per_second=round(crops_per_second, 1),
        )
        append_point(self._work / CURVE_FILE, point)

    def _save(self, losses: tuple[float, ...]) -> None:
        networks = (self._student, self._average.network)
        save_state(self._work / CHECKPOINT_FILE, self._run_id, losses, networks, self._optimizers)

    def _resume(self) -> tuple[float, ...]:
        checkpoint = load_checkpoint(self._work / CHECKPOINT_FILE, self._run_id)
        if checkpoint is None:
            start_curve(self._work / CURVE_FILE, self._validate(self._average.network))
            return ()
        last, _ = self._locate(checkpoint.epochs - 1)
        for phase in self._phases[: self._phases.index(last) + 1]:
            self._begin(phase)
        restore_state(checkpoint, (self._student, self._average.network), self._optimizers)
        return checkpoint.losses

    def _finish(self) -> None:
        """Give the averaged weights, with folded normalisations, to the Keras network.

        The moving statistics of the last steps are not those of the averaged weights: measure these.
        """
        student = self._average.network
        update_bn(self._crops(STATISTICS_BATCHES), student)
        fold_batch_normalization(student)
        student.copy_weights_to(self.network)
