"""Where a network is trained: on one device, on every GPU of this machine, or on several machines."""

import json
import os
import signal
from enum import StrEnum

import tensorflow as tf

from model.messages.message import english_only
from training.jobs.progress import JobError, ShouldStop
from training.optimization.replicas import Replicas


class Distribution(StrEnum):
    NONE = "none"
    GPUS = "gpus"
    MACHINES = "machines"


def create_replicas(distribution: Distribution, should_stop: ShouldStop) -> Replicas:
    """Call it before TensorFlow computes anything.

    MACHINES waits for every machine that ``TF_CONFIG`` names. It must be called in the main thread; Ctrl-C
    ends the process at once while it waits.

    Raises JobError when there are no such devices.
    """
    match distribution:
        case Distribution.NONE:
            return Replicas(tf.distribute.get_strategy())
        case Distribution.GPUS:
            return Replicas(_mirrored_strategy())
        case Distribution.MACHINES:
            return Replicas(_multi_worker_strategy(), should_stop)


def _mirrored_strategy() -> tf.distribute.Strategy:
    gpus = [gpu.name for gpu in tf.config.list_logical_devices("GPU")]
    if not gpus:
        raise JobError(
            english_only("TensorFlow finds no GPU on this machine. Train without --distribute gpus.")
        )
    return tf.distribute.MirroredStrategy(gpus)


def _multi_worker_strategy() -> tf.distribute.Strategy:
    _check_tf_config()
    signals = (signal.SIGINT, signal.SIGTERM)
    handlers = {number: signal.getsignal(number) or signal.SIG_DFL for number in signals}
    # While TensorFlow waits for the other machines Python never sees Ctrl-C. It also takes over SIGTERM.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return tf.distribute.MultiWorkerMirroredStrategy()
    except ValueError as error:
        raise JobError(english_only(f"TF_CONFIG is inconsistent: {error}")) from error
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _check_tf_config() -> None:
    """Without TF_CONFIG TensorFlow would train on this machine alone."""
    config_text = os.environ.get("TF_CONFIG", "")
    try:
        config = json.loads(config_text)
        config["cluster"]["worker"][0], config["task"]["type"], config["task"]["index"]
    except (json.JSONDecodeError, KeyError, IndexError, TypeError) as error:
        example = (
            '{"cluster": {"worker": ["one:2222", "other:2222"]}, "task": {"type": "worker", "index": 0}}'
        )
        raise JobError(
            english_only(
                "Training on several machines needs the environment variable TF_CONFIG on each of them, "
                "with a "
                f"different index each, for example {example}. Received: {config_text or 'none'}"
            )
        ) from error
