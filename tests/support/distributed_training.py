"""A training in a separate process, alone or with others."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from tests.support.synthetic_people import synthetic_samples
from tests.support.tiny_siamese import tiny_siamese
from training.data.augmentation import Augmentation
from training.data.batch_sampler import BatchPlan, BatchSampler
from training.jobs.progress import JobCancelled, JobError, ignore_progress, never_stop
from training.optimization.distribution import Distribution, create_replicas
from training.optimization.hyperparameters import TrainingPlan
from training.optimization.replicas import Replicas
from training.optimization.trainer import Trainer

UNEVEN = BatchPlan(people=5, crops_per_person=3)
"""15 crops: two replicas embed 7 and 8."""

TWO_DEVICES, WEIGHTS = "two-devices", "weights.npz"


def run(on: str, cluster: str, trainings: Sequence[Sequence[str]]) -> None:
    """The target of a process, which trains once with each list of arguments. ``on`` is a Distribution or
    TWO_DEVICES; ``cluster`` is TF_CONFIG, empty for a single process.

    An error ends its training only: it is printed.
    """
    if cluster:
        os.environ["TF_CONFIG"] = cluster
    given = [_parser().parse_args(arguments) for arguments in trainings]
    _print_to(given[0].output)
    replicas = _replicas(on)
    for each in given:
        _print_to(each.output)
        try:
            _train(each, replicas)
        except (JobError, JobCancelled) as error:
            print(f"{type(error).__name__}: {error}", flush=True)


def _print_to(path: Path) -> None:
    with path.open("wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True, help="checkpoints, and WEIGHTS in the end")
    parser.add_argument("--output", type=Path, required=True, help="a file for all that is printed")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--identity", default="test")
    parser.add_argument("--seed", type=int, default=0, help="of the initial weights")
    parser.add_argument("--stop-after", type=int, default=sys.maxsize, help="batches")
    parser.add_argument("--overflow", action="store_true", help="start with a weight that is infinite")
    parser.add_argument(
        "--scores", type=float, nargs="*", help="validation scores of the epochs; patience is one epoch"
    )
    return parser


def _train(given: argparse.Namespace, replicas: Replicas) -> None:
    siamese = tiny_siamese(given.seed)
    if given.overflow:
        kernel = siamese.get_layer("similarity").kernel
        kernel.assign(np.full(kernel.shape, np.inf))
    plan = TrainingPlan(epochs=given.epochs, steps_per_epoch=3, learning_rate=0.02, patience=1)
    trainer = Trainer(siamese, plan, given.work, {"data": given.identity}, replicas)
    sampler = BatchSampler(synthetic_samples(people=12, crops_each=4), UNEVEN, Augmentation())
    trainer.run(sampler, ignore_progress, _stop_after(given.stop_after), _validate(given.scores))
    given.work.mkdir(parents=True, exist_ok=True)
    np.savez(given.work / WEIGHTS, *map(keras.ops.convert_to_numpy, siamese.variables))


def _replicas(on: str) -> Replicas:
    if on != TWO_DEVICES:
        return create_replicas(Distribution(on), never_stop)
    (processor,) = tf.config.list_physical_devices("CPU")
    tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)
    return Replicas(tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]))


def _stop_after(batches: int) -> Callable[[], bool]:
    asked = iter(range(sys.maxsize))
    return lambda: next(asked) >= batches


def _validate(scores: list[float] | None) -> Callable[[], float] | None:
    """Fails when it is called more often than there are ``scores``."""
    remaining = iter(scores or [])
    return None if scores is None else lambda: next(remaining)
