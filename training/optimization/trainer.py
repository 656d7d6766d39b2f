"""Learning a siamese network in mini-batches whose crops are embedded once and paired many times."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

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
from training.optimization.learning_curve import Curves
from training.optimization.mixed_precision import FULL, known_policy
from training.optimization.replicas import Replicas
from training.optimization.run_identity import Value, run_identity
from training.optimization.train_step import Learner, assign, numbers

STAGE = "training"
CHECKPOINT, BEST = "checkpoint.npz", "best.npz"
ALONE = Replicas(tf.distribute.get_strategy())


class Trainer:
    """Trains ``siamese`` in place by mini-batches.

    After every epoch the state goes to ``work``; a trainer with the same plan, data and ``identity`` goes on
    from there. ``identity`` says whatever else the result depends on: the data and the starting weights.
    ``choose_policy`` is asked once a run for the arithmetic that it computes in.

    When ``replicas`` are in several processes, each has a trainer; the chief's alone judges and writes, and
    all go on from its checkpoint. Raises JobError when they are not of the same plan and identity.
    """

    def __init__(
        self,
        siamese: keras.Model,
        plan: TrainingPlan,
        work: Path,
        identity: Mapping[str, Value],
        replicas: Replicas = ALONE,
        choose_policy: Callable[[], str] = known_policy,
    ) -> None:
        self.siamese = siamese
        self._plan, self._replicas = plan, replicas
        self._choose_policy = choose_policy
        self._file, self._best_file = work / CHECKPOINT, work / BEST
        self._run = run_identity({**identity, "plan": plan.identity()})
        self._policy = ""
        with replicas.bound_together():
            self._check_agreement()
            self._learner = Learner(siamese, plan, replicas)

    def run(
        self,
        sampler: BatchSampler,
        report: ReportProgress,
        should_stop: ShouldStop,
        judge: Callable[[], float] | None = None,
        mine: Callable[[], HardNegatives] | None = None,
    ) -> tuple[float, ...]:
        """The mean loss of each epoch. ``should_stop`` is asked before every batch.

        ``judge`` is asked after every epoch how good ``siamese`` is on people it does not learn from; in the
        end it has the weights of the best epoch. Without, those of the last.

        ``mine`` says before every epoch but the first, which begins with random weights, who look alike to
        ``siamese`` as it is then.

        Raises JobCancelled when asked to stop (the epoch that was under way is begun again next time) and
        JobError when the loss is no longer a number; both end every process.
        """
        with self._replicas.bound_together():
            start = self._go_on_from(self._file, self._learner.variables)
            self._learner.show()
            losses, judged = start.losses, start.judged
            curves = Curves(self._file.parent)
            self._learner.compute_in(self._policy_of(start))
            try:
                while len(losses) < self._plan.epochs and not self._gives_up(judged):
                    drawn = self._harder(sampler, mine) if mine and losses else sampler
                    losses = (*losses, self._epoch(len(losses), drawn, report, should_stop))
                    if judge:
                        judged = (*judged, self._verdict(judge))
                    if self._replicas.chief:
                        self._keep(losses, judged, curves)
            finally:
                self._learner.compute_in(FULL)
            if judge:
                self._go_on_from(self._best_file, self.siamese.variables)
        return losses

    def forget(self) -> None:
        """Delete the checkpoint, once the result is safe elsewhere; the curves stay."""
        for file in (self._file, self._best_file):
            file.unlink(missing_ok=True)

    def _check_agreement(self) -> None:
        chiefs = self._replicas.from_chief(self._run.encode).decode()
        if self._replicas.anyone(chiefs != self._run):
            raise JobError(
                "The processes do not learn the same. Give all of them the same options, and the crops that "
                f"the chief has cut. Received: {self._run[:8]} here, {chiefs[:8]} at the chief"
            )

    def _gives_up(self, judged: tuple[float, ...]) -> bool:
        if self._plan.patience is None or not judged:
            return False
        return len(judged) - 1 - judged.index(max(judged)) >= self._plan.patience

    def _policy_of(self, start: Checkpoint) -> str:
        """That of before, where there is one: chosen again, it might be another."""
        policy = self._replicas.from_chief(lambda: (start.policy or self._choose_policy()).encode())
        self._policy = policy.decode()
        return self._policy

    def _harder(self, sampler: BatchSampler, mine: Callable[[], HardNegatives]) -> BatchSampler:
        """The chief mines for all: others might round sums in another way, and draw other people."""
        return sampler.against(
            decode_hard_negatives(self._replicas.from_chief(lambda: encode_hard_negatives(mine())))
        )

    def _verdict(self, judge: Callable[[], float]) -> float:
        return float(self._replicas.from_chief(lambda: repr(float(judge())).encode()))

    def _keep(self, losses: tuple[float, ...], judged: tuple[float, ...], curves: Curves) -> None:
        """The checkpoint last: whoever is killed in between has this epoch judged and noted again."""
        if judged and judged.index(max(judged)) == len(judged) - 1:
            save_checkpoint(self._best_file, self._checkpoint((), judged, self.siamese.variables))
        curves.note(losses, judged)
        save_checkpoint(self._file, self._checkpoint(losses, judged, self._learner.variables))

    def _epoch(
        self, epoch: int, sampler: BatchSampler, report: ReportProgress, should_stop: ShouldStop
    ) -> float:
        plan = self._plan
        total = 0.0
        rng, part = np.random.default_rng([plan.seed, epoch]), self._replicas.part(sampler.size)
        for step, batch in enumerate(sampler.batches(plan.steps_per_epoch, rng, part), start=1):
            if self._replicas.anyone(should_stop()):
                raise JobCancelled(f"Stopped in epoch {epoch + 1}; {epoch} of {plan.epochs} are saved.")
            loss = self._learner.learn(batch)
            if not math.isfinite(loss):
                raise JobError(_not_finite(epoch + 1, step, plan, len(batch.people)))
            total += loss
            message = f"epoch {epoch + 1} of {plan.epochs}, loss {total / step:.3f}"
            report(Progress(STAGE, epoch * plan.steps_per_epoch + step, plan.steps, message))
        self._learner.show()
        return total / plan.steps_per_epoch

    def _go_on_from(self, file: Path, variables: Sequence[Any]) -> Checkpoint:
        """Take over into ``variables`` what the chief has in ``file``, or its own where there is no file."""

        def find() -> Checkpoint:
            return load_checkpoint(file, self._run) or self._checkpoint((), (), variables)

        if self._replicas.several_processes:
            found = decode_checkpoint(self._replicas.from_chief(lambda: encode_checkpoint(find())))
        else:
            found = find()
        assign(variables, found.variables)
        return found

    def _checkpoint(
        self, losses: tuple[float, ...], judged: tuple[float, ...], variables: Sequence[Any]
    ) -> Checkpoint:
        return Checkpoint(
            self._run, len(losses), losses, [numbers(each) for each in variables], judged, self._policy
        )


def _not_finite(epoch: int, step: int, plan: TrainingPlan, crops: int) -> str:
    return (
        f"The loss stopped being a number in epoch {epoch}, step {step}: the learning rate is too high or a "
        f"weight has overflowed. Train again with a lower learning rate. Received: "
        f"learning_rate={plan.learning_rate}, a batch of {crops} crops"
    )
