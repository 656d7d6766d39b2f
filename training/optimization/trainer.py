"""Train a siamese network in mini-batches whose crops are embedded once and paired many times."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from model.messages.message import Message
from training.data.batch_sampler import BatchSampler
from training.data.hard_negatives import HardNegatives, decode_hard_negatives, encode_hard_negatives
from training.jobs.progress import JobCancelled, JobError, Progress, ReportProgress, ShouldStop
from training.optimization.checkpoint import (
    Checkpoint,
    decode_checkpoint,
    encode_checkpoint,
    load_checkpoint,
    save_checkpoint,
)
from training.optimization.hyperparameters import TrainingPlan
from training.optimization.learning_curve import LearningCurve
from training.optimization.mixed_precision import FLOAT32, device_policy
from training.optimization.replicas import Replicas
from training.optimization.run_identity import Value, run_identity
from training.optimization.train_step import TrainStep, assign, to_numpy

STAGE = Message("training")
CHECKPOINT_FILE, BEST_FILE = "checkpoint.npz", "best.npz"
SINGLE_DEVICE = Replicas(tf.distribute.get_strategy())


class Trainer:
    """Trains ``siamese`` in place.

    After every epoch the state is saved in ``work``. A trainer with the same plan and ``identity`` resumes
    from there; ``identity`` names everything else that the result depends on, such as the data and the
    starting weights. ``choose_policy`` is called once a run and returns its dtype policy.

    When ``replicas`` are in several processes, each process has a trainer. Only the chief validates and
    writes files, and all resume from its checkpoint. Raises JobError when their plans or identities differ.
    """

    def __init__(
        self,
        siamese: keras.Model,
        plan: TrainingPlan,
        work: Path,
        identity: Mapping[str, Value],
        replicas: Replicas = SINGLE_DEVICE,
        choose_policy: Callable[[], str] = device_policy,
    ) -> None:
        self.siamese = siamese
        self._plan, self._replicas = plan, replicas
        self._choose_policy = choose_policy
        self._file, self._best_file = work / CHECKPOINT_FILE, work / BEST_FILE
        self._run = run_identity({**identity, "plan": plan.identity()})
        self._policy = ""
        with replicas.translate_peer_loss():
            self._check_agreement()
            self._step = TrainStep(siamese, plan, replicas)

    def run(
        self,
        sampler: BatchSampler,
        report: ReportProgress,
        should_stop: ShouldStop,
        validate: Callable[[], float] | None = None,
        mine: Callable[[], HardNegatives] | None = None,
    ) -> tuple[float, ...]:
        """Train, and return the mean loss of each epoch. ``should_stop`` is called before every batch.

        ``validate`` is called after every epoch and scores ``siamese`` on people it does not train on; higher
        is better. ``siamese`` ends with the weights of the best epoch, or of the last without ``validate``.

        ``mine`` finds hard negatives with ``siamese`` as it is. It is called before every epoch but the
        first, whose weights are random.

        Raises JobCancelled when asked to stop (the next call repeats the unfinished epoch) and JobError when
        the loss is no longer finite; both end every process.
        """
        with self._replicas.translate_peer_loss():
            start = self._restore(self._file, self._step.variables)
            self._step.sync_to_model()
            losses, validation = start.losses, start.validation
            curve = LearningCurve(self._file.parent)
            self._step.set_dtype_policy(self._agree_on_policy(start))
            try:
                while len(losses) < self._plan.epochs and not self._should_stop_early(validation):
                    current = self._with_hard_negatives(sampler, mine) if mine and losses else sampler
                    losses = (*losses, self._epoch(len(losses), current, report, should_stop))
                    if validate:
                        validation = (*validation, self._chief_score(validate))
                    if self._replicas.chief:
                        self._save_epoch(losses, validation, curve)
            finally:
                self._step.set_dtype_policy(FLOAT32)
            if validate:
                self._restore(self._best_file, self.siamese.variables)
        return losses

    def delete_checkpoints(self) -> None:
        """Call it once the result is saved elsewhere. The learning curve stays."""
        for file in (self._file, self._best_file):
            file.unlink(missing_ok=True)

    def _check_agreement(self) -> None:
        chiefs = self._replicas.broadcast_from_chief(self._run.encode).decode()
        if self._replicas.any_process(chiefs != self._run):
            raise JobError(
                Message(
                    "The processes do not train on the same crops and options. Give all of them the same "
                    "options, and the crops that the chief has cut. Received: {here} here, {there} at the "
                    "chief",
                    here=self._run[:8],
                    there=chiefs[:8],
                )
            )

    def _should_stop_early(self, validation: tuple[float, ...]) -> bool:
        if self._plan.patience is None or not validation:
            return False
        epochs_since_best = len(validation) - 1 - validation.index(max(validation))
        return epochs_since_best >= self._plan.patience

    def _agree_on_policy(self, start: Checkpoint) -> str:
        """The policy of the checkpoint, else a new choice: choosing again could give another one."""
        policy = self._replicas.broadcast_from_chief(lambda: (start.policy or self._choose_policy()).encode())
        self._policy = policy.decode()
        return self._policy

    def _with_hard_negatives(self, sampler: BatchSampler, mine: Callable[[], HardNegatives]) -> BatchSampler:
        """The chief mines for all: other processes may round differently, and would draw other people."""
        encoded = self._replicas.broadcast_from_chief(lambda: encode_hard_negatives(mine()))
        return sampler.with_hard_negatives(decode_hard_negatives(encoded))

    def _chief_score(self, validate: Callable[[], float]) -> float:
        return float(self._replicas.broadcast_from_chief(lambda: repr(float(validate())).encode()))

    def _save_epoch(
        self, losses: tuple[float, ...], validation: tuple[float, ...], curve: LearningCurve
    ) -> None:
        """The checkpoint comes last: a process killed before that repeats the epoch's validation."""
        if validation and validation.index(max(validation)) == len(validation) - 1:
            save_checkpoint(self._best_file, self._checkpoint((), validation, self.siamese.variables))
        curve.write(losses, validation)
        save_checkpoint(self._file, self._checkpoint(losses, validation, self._step.variables))

    def _epoch(
        self, epoch: int, sampler: BatchSampler, report: ReportProgress, should_stop: ShouldStop
    ) -> float:
        plan = self._plan
        total = 0.0
        rng, part = np.random.default_rng([plan.seed, epoch]), self._replicas.local_slice(sampler.size)
        for step, batch in enumerate(sampler.batches(plan.steps_per_epoch, rng, part), start=1):
            if self._replicas.any_process(should_stop()):
                raise JobCancelled(f"Stopped in epoch {epoch + 1}; {epoch} of {plan.epochs} are saved.")
            loss = self._step.run(batch)
            if not math.isfinite(loss):
                raise JobError(_not_finite(epoch + 1, step, plan, len(batch.people)))
            total += loss
            message = Message(
                "epoch {epoch} of {epochs}, loss {loss:.3f}",
                epoch=epoch + 1,
                epochs=plan.epochs,
                loss=total / step,
            )
            report(
                Progress(STAGE, epoch * plan.steps_per_epoch + step, plan.steps, message, loss=total / step)
            )
        self._step.sync_to_model()
        return total / plan.steps_per_epoch

    def _restore(self, file: Path, variables: Sequence[Any]) -> Checkpoint:
        """Assign to ``variables`` the chief's checkpoint in ``file``, or its own values without one."""

        def find() -> Checkpoint:
            return load_checkpoint(file, self._run) or self._checkpoint((), (), variables)

        if self._replicas.several_processes:
            found = decode_checkpoint(self._replicas.broadcast_from_chief(lambda: encode_checkpoint(find())))
        else:
            found = find()
        assign(variables, found.variables)
        return found

    def _checkpoint(
        self, losses: tuple[float, ...], validation: tuple[float, ...], variables: Sequence[Any]
    ) -> Checkpoint:
        arrays = [to_numpy(variable) for variable in variables]
        return Checkpoint(self._run, len(losses), losses, arrays, validation, self._policy)


def _not_finite(epoch: int, step: int, plan: TrainingPlan, crops: int) -> Message:
    return Message(
        "The loss is no longer a finite number in epoch {epoch}, step {step}: the learning rate is too high "
        "or a weight has overflowed. Train again with a lower learning rate. Received: "
        "learning_rate={rate}, a batch of {crops} crops",
        epoch=epoch,
        step=step,
        rate=plan.learning_rate,
        crops=crops,
    )
