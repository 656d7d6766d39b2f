"""One training step: all pairs of a mini-batch, whichever replica embeds which of its crops."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from model.messages.message import Message
from model.network import siamese as names
from model.network.layers import iter_layers
from model.network.losses import ContrastiveLoss, Loss, scalar_distance
from training.data.batch_sampler import Batch
from training.data.pairs import all_pairs, class_weights
from training.jobs.progress import JobError
from training.optimization.hyperparameters import TrainingPlan
from training.optimization.mixed_precision import set_dtype_policy
from training.optimization.replicas import Replicas


class TrainStep:
    """Trains ``siamese``, or a copy of it on every replica, by AdamW (Loshchilov and Hutter 2019)."""

    def __init__(self, siamese: keras.Model, plan: TrainingPlan, replicas: Replicas) -> None:
        self.siamese = siamese
        self._plan, self._replicas = plan, replicas
        with replicas.scope():
            self._model = siamese if replicas.count == 1 else _replicated_copy(siamese)
            self._trained = self._model.get_layer(names.EMBEDDING) if _freezes_head(plan) else self._model
            self._optimizer = _optimizer(plan, self._trained)
        self._embedding = self._model.get_layer(names.EMBEDDING)
        self._distance = self._model.get_layer(names.DISTANCE)
        self._head = self._model.get_layer(names.SIMILARITY)
        self._contrastive = ContrastiveLoss(plan.margin)
        self._step = tf.function(lambda *arrays: replicas.sum_over_replicas(self._replica_step, arrays))

    @property
    def variables(self) -> list[Any]:
        """The network's, then the optimizer's."""
        return [*self._model.variables, *self._optimizer.variables]

    def set_dtype_policy(self, policy: str) -> None:
        for network in (self.siamese, self._model):
            set_dtype_policy(policy, network.get_layer(names.EMBEDDING))

    def sync_to_model(self) -> None:
        """Copy the trained weights into ``siamese``."""
        if self._model is not self.siamese:
            assign(self.siamese.variables, [to_numpy(variable) for variable in self._model.variables])

    def run(self, batch: Batch) -> float:
        """Take one step and return the loss. ``batch`` has the crops of this process and the people of all.

        Raises JobError when there are fewer crops than replicas.
        """
        size, count = len(batch.people), self._replicas.count
        if size < count:
            raise JobError(
                Message("A batch of {size} crops is too small for {count} devices.", size=size, count=count)
            )
        pairs = all_pairs(batch.people)
        pair_arrays = (pairs.left, pairs.right, pairs.same.astype(np.float32), class_weights(pairs.same))
        first_local = self._replicas.local_slice(size).start

        def replica_arrays(replica: int) -> tuple[tf.Tensor, ...]:
            part = self._replicas.replica_slice(replica, size)
            crops = batch.crops[part.start - first_local : part.stop - first_local].astype(np.float32)
            return tuple(map(tf.constant, (crops, *(array[replica::count] for array in pair_arrays))))

        return float(self._step(*self._replicas.per_replica(replica_arrays)))

    def _replica_step(self, crops: Any, left: Any, right: Any, same: Any, weights: Any) -> Any:
        """The loss of some pairs of the batch, on the replica that embeds some of its crops."""
        with tf.GradientTape() as tape:
            embeddings = self._embedding(crops, training=self._plan.batch_statistics)
            embeddings = self._replicas.all_gather(embeddings)
            distances = self._distance(tf.gather(embeddings, left), tf.gather(embeddings, right))
            loss = tf.reduce_sum(weights * self._pair_losses(same, distances))
        variables = self._trained.trainable_variables
        # Sums the gradients of all replicas.
        self._optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    def _pair_losses(self, same: Any, distances: Any) -> Any:
        """(n,) for n pairs."""
        if self._plan.loss is Loss.CONTRASTIVE:
            return self._contrastive.call(same, scalar_distance(distances))
        # The head's sigmoid and the logarithm in one: neither overflows.
        logits = tf.squeeze(distances @ self._head.kernel, 1) + self._head.bias
        return tf.nn.sigmoid_cross_entropy_with_logits(same, logits)


def to_numpy(variable: keras.Variable) -> NDArray[np.generic]:
    return keras.ops.convert_to_numpy(variable)


def assign(variables: Sequence[Any], values: Sequence[NDArray[np.generic]]) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _replicated_copy(siamese: keras.Model) -> keras.Model:
    """A copy whose batch normalisation uses the statistics of all replicas."""
    copy = keras.models.clone_model(siamese)
    assign(copy.variables, [to_numpy(variable) for variable in siamese.variables])
    for layer in iter_layers(copy.get_layer(names.EMBEDDING)):
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.synchronized = True
    return copy


def _freezes_head(plan: TrainingPlan) -> bool:
    return plan.loss is Loss.CONTRASTIVE


def _optimizer(plan: TrainingPlan, trained: keras.Model) -> keras.optimizers.Optimizer:
    warmup = max(1, round(plan.warmup_share * plan.steps))
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, max(1, plan.steps - warmup), warmup_target=plan.learning_rate, warmup_steps=warmup
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=plan.weight_decay)
    optimizer.exclude_from_weight_decay(var_list=_without_weight_decay(trained))
    optimizer.build(trained.trainable_variables)
    return optimizer


def _without_weight_decay(trained: keras.Model) -> list[keras.Variable]:
    """The head, whose size is the scale of the logits, and the scales and shifts of the normalisations."""
    scales_and_shifts = [variable for variable in trained.trainable_variables if len(variable.shape) == 1]
    heads = [layer.kernel for layer in trained.layers if layer.name == names.SIMILARITY]
    return [*scales_and_shifts, *heads]
