"""On what a network is trained: one device, every GPU of this machine, or several machines."""

import json
import os
import signal
from enum import StrEnum

import tensorflow as tf

from training.jobs.progress import JobError, ShouldStop
from training.optimization.replicas import Replicas


class Distribution(StrEnum):
    NONE = "none"
    GPUS = "gpus"
    MACHINES = "machines"


def replicas_on(distribution: Distribution, should_stop: ShouldStop) -> Replicas:
    """Before TensorFlow has computed anything. MACHINES waits for all that ``TF_CONFIG`` names; it is
    for the main thread, and Ctrl-C ends the process at once while it waits.

    Raises JobError when there are no such devices.
    """
    match distribution:
        case Distribution.NONE:
            return Replicas(tf.distribute.get_strategy())
        case Distribution.GPUS:
            return Replicas(_on_every_gpu())
        case Distribution.MACHINES:
            return Replicas(_on_machines(), should_stop)


def _on_every_gpu() -> tf.distribute.Strategy:
    gpus = [gpu.name for gpu in tf.config.list_logical_devices("GPU")]
    if not gpus:
        raise JobError("TensorFlow finds no GPU on this machine. Train without --distribute gpus.")
    return tf.distribute.MirroredStrategy(gpus)


def _on_machines() -> tf.distribute.Strategy:
    _check_config()
    handlers = {wish: signal.getsignal(wish) or signal.SIG_DFL for wish in (signal.SIGINT, signal.SIGTERM)}
    # TensorFlow looks for the others without letting Python hear Ctrl-C, and takes SIGTERM for itself.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return tf.distribute.MultiWorkerMirroredStrategy()
    except ValueError as error:
        raise JobError(f"TF_CONFIG does not fit together: {error}") from error
    finally:
        for wish, handler in handlers.items():
            signal.signal(wish, handler)


def _check_config() -> None:
    """TensorFlow would train alone without one."""
    given = os.environ.get("TF_CONFIG", "")
    try:
        config = json.loads(given)
        config["cluster"]["worker"][0], config["task"]["type"], config["task"]["index"]
    except (json.JSONDecodeError, KeyError, IndexError, TypeError) as error:
        example = (
            '{"cluster": {"worker": ["one:2222", "other:2222"]}, "task": {"type": "worker", "index": 0}}'
        )
        raise JobError(
            "Training on several machines needs the environment variable TF_CONFIG on each of them, with an "
            f"index of its own, for instance {example}. Received: {given or 'none'}"
        ) from error
