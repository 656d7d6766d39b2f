"""Learning a siamese network in mini-batches whose crops are embedded once and paired many times."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.network import siamese as names
from model.network.losses import ContrastiveLoss, Loss, length
from training.batches import Batch, BatchSampler
from training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from training.curves import Curves
from training.pairs import all_pairs, class_weights
from training.precision import FULL, compute_in, fastest_policy
from training.progress import Progress, Report, Stopping, TrainingError, TrainingStopped

STAGE = "training"
CHECKPOINT, BEST = "checkpoint.npz", "best.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """``learning_rate`` is reached after ``warmup_share`` of all steps and falls to 0 along a cosine.

    ``batch_statistics``: normalise by the statistics of each batch and remember them. Without, those that the
    network came with stay: for batches that are not like what it will see.

    Where held-out people judge, training ends ``patience`` epochs after the best one; None: never.

    The contrastive ``loss``, with its ``margin``, teaches the embedding alone: the head stays as it is.
    """

    epochs: int
    steps_per_epoch: int
    learning_rate: float = 1e-3
    warmup_share: float = 0.05
    weight_decay: float = 0.05
    batch_statistics: bool = True
    patience: int | None = None
    loss: Loss = Loss.CROSS_ENTROPY
    margin: float = 1.0
    seed: int = 0

    @property
    def steps(self) -> int:
        return self.epochs * self.steps_per_epoch


class Trainer:
    """Trains ``siamese`` in place by mini-batches, with AdamW (Loshchilov and Hutter 2019).

    After every epoch the state goes to ``work``; a trainer with the same plan, data and ``identity`` goes on
    from there. ``identity`` says whatever else the result depends on: the data and the starting weights.
    """

    def __init__(self, siamese: keras.Model, plan: TrainingPlan, work: Path, identity: str) -> None:
        self.siamese = siamese
        self._embedding = siamese.get_layer(names.EMBEDDING)
        self._distance = siamese.get_layer(names.DISTANCE)
        self._head = siamese.get_layer(names.SIMILARITY)
        self._learned = self._embedding if plan.loss is Loss.CONTRASTIVE else siamese
        self._contrastive = ContrastiveLoss(plan.margin)
        self._plan = plan
        self._file, self._best_file = work / CHECKPOINT, work / BEST
        self._run = hashlib.sha256(f"{plan} {identity}".encode()).hexdigest()
        self._optimizer = _optimizer(plan, self._learned)
        self._learn = tf.function(self._learn_eagerly)

    def run(
        self,
        sampler: BatchSampler,
        report: Report,
        stopping: Stopping,
        judge: Callable[[], float] | None = None,
    ) -> tuple[float, ...]:
        """The mean loss of each epoch. ``stopping`` is asked before every batch.

        ``judge`` is asked after every epoch how good ``siamese`` is on people it does not learn from; in the
        end it has the weights of the best epoch. Without, those of the last.

        Raises TrainingStopped when asked to stop (the epoch that was under way is begun again next time) and
        TrainingError when the loss is no longer a number.
        """
        losses, judged = self._resume()
        curves = Curves(self._file.parent)
        compute_in(fastest_policy(), self._embedding)
        try:
            while len(losses) < self._plan.epochs and not self._gives_up(judged):
                losses = (*losses, self._epoch(len(losses), sampler, report, stopping))
                if judge:
                    judged = (*judged, judge())
                    self._keep_if_best(judged)
                save_checkpoint(self._file, self._checkpoint(losses, judged, self._variables()))
                curves.note(losses, judged)
        finally:
            compute_in(FULL, self._embedding)
        if judge:
            self._take_best()
        return losses

    def forget(self) -> None:
        """Delete the checkpoint, once the result is safe elsewhere; the curves stay."""
        for file in (self._file, self._best_file):
            file.unlink(missing_ok=True)

    def _gives_up(self, judged: tuple[float, ...]) -> bool:
        if self._plan.patience is None or not judged:
            return False
        return len(judged) - 1 - judged.index(max(judged)) >= self._plan.patience

    def _keep_if_best(self, judged: tuple[float, ...]) -> None:
        """Before the checkpoint: whoever is killed in between judges this epoch again."""
        if judged.index(max(judged)) == len(judged) - 1:
            save_checkpoint(self._best_file, self._checkpoint((), judged, self.siamese.variables))

    def _take_best(self) -> None:
        best = load_checkpoint(self._best_file, self._run)
        if best is not None:
            _assign(self.siamese.variables, best.variables)

    def _epoch(self, epoch: int, sampler: BatchSampler, report: Report, stopping: Stopping) -> float:
        plan = self._plan
        total = 0.0
        rng = np.random.default_rng([plan.seed, epoch])
        for step, batch in enumerate(sampler.batches(plan.steps_per_epoch, rng), start=1):
            if stopping():
                raise TrainingStopped(f"Stopped in epoch {epoch + 1}; {epoch} of {plan.epochs} are saved.")
            loss = self._step(batch)
            if not math.isfinite(loss):
                raise TrainingError(_not_finite(epoch + 1, step, plan, batch))
            total += loss
            message = f"epoch {epoch + 1} of {plan.epochs}, loss {total / step:.3f}"
            report(Progress(STAGE, epoch * plan.steps_per_epoch + step, plan.steps, message))
        return total / plan.steps_per_epoch

    def _step(self, batch: Batch) -> float:
        pairs = all_pairs(batch.people)
        arrays = (batch.crops.astype(np.float32), pairs.left, pairs.right, pairs.same.astype(np.float32))
        return float(self._learn(*(tf.constant(array) for array in (*arrays, class_weights(pairs.same)))))

    def _learn_eagerly(self, crops: Any, left: Any, right: Any, same: Any, weights: Any) -> Any:
        with tf.GradientTape() as tape:
            embeddings = self._embedding(crops, training=self._plan.batch_statistics)
            distances = self._distance(tf.gather(embeddings, left), tf.gather(embeddings, right))
            loss = tf.reduce_sum(weights * self._losses(same, distances))
        variables = self._learned.trainable_variables
        self._optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    def _losses(self, same: Any, distances: Any) -> Any:
        """(n,) for n pairs."""
        if self._plan.loss is Loss.CONTRASTIVE:
            return self._contrastive.call(same, length(distances))
        # The head's sigmoid and the logarithm in one: neither overflows.
        logits = tf.squeeze(distances @ self._head.kernel, 1) + self._head.bias
        return tf.nn.sigmoid_cross_entropy_with_logits(same, logits)

    def _resume(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The losses and verdicts so far."""
        found = load_checkpoint(self._file, self._run)
        if found is None:
            return (), ()
        _assign(self._variables(), found.variables)
        return found.losses, found.judged

    def _checkpoint(
        self, losses: tuple[float, ...], judged: tuple[float, ...], variables: Sequence[Any]
    ) -> Checkpoint:
        values = [keras.ops.convert_to_numpy(variable) for variable in variables]
        return Checkpoint(self._run, len(losses), losses, values, judged)

    def _variables(self) -> list[Any]:
        return [*self.siamese.variables, *self._optimizer.variables]


def _assign(variables: Sequence[Any], values: Sequence[NDArray[np.generic]]) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _optimizer(plan: TrainingPlan, learned: keras.Model) -> keras.optimizers.Optimizer:
    warmup = max(1, round(plan.warmup_share * plan.steps))
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(1, plan.steps - warmup), warmup_target=plan.learning_rate, warmup_steps=warmup
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=plan.weight_decay)
    optimizer.exclude_from_weight_decay(var_list=_undecayed(learned))
    optimizer.build(learned.trainable_variables)
    return optimizer


def _undecayed(learned: keras.Model) -> list[keras.Variable]:
    """The head, whose size is the scale of the logits, and the scales and shifts of the normalisations."""
    shifts = [variable for variable in learned.trainable_variables if len(variable.shape) == 1]
    heads = [layer.kernel for layer in learned.layers if layer.name == names.SIMILARITY]
    return [*shifts, *heads]


def _not_finite(epoch: int, step: int, plan: TrainingPlan, batch: Batch) -> str:
    return (
        f"The loss stopped being a number in epoch {epoch}, step {step}: the learning rate is too high or a "
        f"weight has overflowed. Train again with a lower learning rate. Received: "
        f"learning_rate={plan.learning_rate}, a batch of {len(batch.crops)} crops"
    )
