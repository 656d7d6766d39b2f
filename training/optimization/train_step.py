"""One step of learning: all pairs of a mini-batch, whichever replica embeds which of its crops."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.network import siamese as names
from model.network.layers import every_layer
from model.network.losses import ContrastiveLoss, Loss, length
from training.data.batch_sampler import Batch
from training.data.pairs import all_pairs, class_weights
from training.jobs.progress import JobError
from training.optimization.hyperparameters import TrainingPlan
from training.optimization.mixed_precision import compute_in
from training.optimization.replicas import Replicas


class Learner:
    """Teaches ``siamese``, or a copy of it on every replica, by AdamW (Loshchilov and Hutter 2019)."""

    def __init__(self, siamese: keras.Model, plan: TrainingPlan, replicas: Replicas) -> None:
        self.siamese = siamese
        self._plan, self._replicas = plan, replicas
        with replicas.scope():
            self._pupil = siamese if replicas.count == 1 else _copy(siamese)
            self._learned = self._pupil.get_layer(names.EMBEDDING) if _head_stays(plan) else self._pupil
            self._optimizer = _optimizer(plan, self._learned)
        self._embedding = self._pupil.get_layer(names.EMBEDDING)
        self._distance = self._pupil.get_layer(names.DISTANCE)
        self._head = self._pupil.get_layer(names.SIMILARITY)
        self._contrastive = ContrastiveLoss(plan.margin)
        self._step = tf.function(lambda *arrays: replicas.total(self._learn, arrays))

    @property
    def variables(self) -> list[Any]:
        """Of the network, then of the optimizer."""
        return [*self._pupil.variables, *self._optimizer.variables]

    def compute_in(self, policy: str) -> None:
        for network in (self.siamese, self._pupil):
            compute_in(policy, network.get_layer(names.EMBEDDING))

    def show(self) -> None:
        """Let ``siamese`` be what has been learned."""
        if self._pupil is not self.siamese:
            assign(self.siamese.variables, [numbers(variable) for variable in self._pupil.variables])

    def learn(self, batch: Batch) -> float:
        """The loss. ``batch`` has the crops of this process alone, and the people of all."""
        size, count = len(batch.people), self._replicas.count
        if size < count:
            raise JobError(f"A batch of {size} crops is too small for {count} devices.")
        pairs = all_pairs(batch.people)
        whole = (pairs.left, pairs.right, pairs.same.astype(np.float32), class_weights(pairs.same))
        here = self._replicas.part(size).start

        def share_of(replica: int) -> tuple[tf.Tensor, ...]:
            part = self._replicas.part_of(replica, size)
            crops = batch.crops[part.start - here : part.stop - here].astype(np.float32)
            return tuple(map(tf.constant, (crops, *(array[replica::count] for array in whole))))

        return float(self._step(*self._replicas.each(share_of)))

    def _learn(self, crops: Any, left: Any, right: Any, same: Any, weights: Any) -> Any:
        """The loss of some pairs of the batch, on the replica that embeds some of its crops."""
        with tf.GradientTape() as tape:
            embeddings = self._embedding(crops, training=self._plan.batch_statistics)
            embeddings = self._replicas.gathered(embeddings)
            distances = self._distance(tf.gather(embeddings, left), tf.gather(embeddings, right))
            loss = tf.reduce_sum(weights * self._losses(same, distances))
        variables = self._learned.trainable_variables
        # Adds up the gradients of all replicas.
        self._optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    def _losses(self, same: Any, distances: Any) -> Any:
        """(n,) for n pairs."""
        if self._plan.loss is Loss.CONTRASTIVE:
            return self._contrastive.call(same, length(distances))
        # The head's sigmoid and the logarithm in one: neither overflows.
        logits = tf.squeeze(distances @ self._head.kernel, 1) + self._head.bias
        return tf.nn.sigmoid_cross_entropy_with_logits(same, logits)


def numbers(variable: keras.Variable) -> NDArray[np.generic]:
    return keras.ops.convert_to_numpy(variable)


def assign(variables: Sequence[Any], values: Sequence[NDArray[np.generic]]) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _copy(siamese: keras.Model) -> keras.Model:
    """One whose normalisations count the crops of all replicas."""
    copy = keras.models.clone_model(siamese)
    assign(copy.variables, [numbers(variable) for variable in siamese.variables])
    for layer in every_layer(copy.get_layer(names.EMBEDDING)):
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.synchronized = True
    return copy


def _head_stays(plan: TrainingPlan) -> bool:
    return plan.loss is Loss.CONTRASTIVE


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
