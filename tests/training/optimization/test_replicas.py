import json
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.waiting import wait_until
from training.jobs.progress import JobError

pytestmark = pytest.mark.slow

DEADLINE_S = 240.0
TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Training:
    """One of the trainings of a process: its work folder and its arguments."""

    work: Path
    arguments: str = ""

    @property
    def output(self) -> str:
        return self._output.read_text(errors="replace")

    @property
    def command(self) -> list[str]:
        return ["--work", str(self.work), "--output", str(self._output), *self.arguments.split()]

    @property
    def _output(self) -> Path:
        return self.work.with_suffix(".txt")


def run_trainings(on: str, cluster: str, commands: list[list[str]]) -> None:
    """The target of a process: the import of TensorFlow stays out of this one."""
    from tests.support.distributed_training import run

    run(on, cluster, commands)


@contextmanager
def process(on: str, *trainings: Training, cluster: str = "") -> Iterator[BaseProcess]:
    """A process that trains once after the other. A fresh one: a process that is forked after TensorFlow was
    imported can wait forever."""
    commands = [each.command for each in trainings]
    started = multiprocessing.get_context("spawn").Process(
        target=run_trainings, args=(on, cluster, commands), daemon=True
    )
    started.start()
    try:
        yield started
    finally:
        started.kill()
        started.join()


@contextmanager
def two_processes(chief: list[Training], other: list[Training]) -> Iterator[list[BaseProcess]]:
    workers = [f"127.0.0.1:{port}" for port in free_ports(2)]
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                process(
                    "machines",
                    *trainings,
                    cluster=json.dumps(
                        {"cluster": {"worker": workers}, "task": {"type": "worker", "index": index}}
                    ),
                )
            )
            for index, trainings in enumerate((chief, other))
        ]


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        listening = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in listening]


def wait_for(processes: list[BaseProcess]) -> None:
    """Until they end by themselves."""
    for each in processes:
        each.join(DEADLINE_S)
        assert each.exitcode == 0


def weights_in(work: Path) -> list[np.ndarray]:
    with np.load(work / "weights.npz") as stored:
        return [stored[name] for name in stored.files]


def variables_in(checkpoint: Path) -> list[np.ndarray]:
    with np.load(checkpoint) as stored:
        return [stored[name] for name in sorted(stored.files) if name.startswith("variable")]


def assert_equal(ones: list[np.ndarray], others: list[np.ndarray]) -> None:
    for one, other in zip(ones, others, strict=True):
        np.testing.assert_array_equal(one, other)


def assert_learned_alike(work: Path, other: Path) -> None:
    """AdamW steps alike whatever the scale of the gradients: only its variables and the losses show that."""
    one, two = work / "checkpoint.npz", other / "checkpoint.npz"
    with np.load(one) as first, np.load(two) as second:
        np.testing.assert_allclose(first["losses"], second["losses"], rtol=TOLERANCE)
    for mine, theirs in zip(variables_in(one), variables_in(two), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=TOLERANCE * (1e-2 + np.abs(theirs).max()))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process on one device has learned."""
    training = Training(tmp_path_factory.mktemp("alone") / "work")
    with process("none", training) as single:
        wait_for([single])
    return training.work


PAIRS = {
    "alike": ("", "--seed 7"),
    "no number": ("--overflow", ""),
    "other data": ("", "--identity other"),
    "early stop": ("--epochs 9 --scores 0.9 0.5", "--epochs 9 --scores"),
}
"""Arguments of the chief and of the other process."""


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Training, Training]]:
    """What two processes have done, which trained together in each of these ways."""
    folder = tmp_path_factory.mktemp("pairs")
    trainings = {
        name: tuple(Training(folder / f"{name} {task}", given) for task, given in enumerate(arguments))
        for name, arguments in PAIRS.items()
    }
    with two_processes(*(list(each) for each in zip(*trainings.values(), strict=True))) as both:
        wait_for(both)
    return trainings


def test_two_processes_reach_the_weights_of_one(
    pairs: dict[str, tuple[Training, Training]], alone: Path
) -> None:
    chief, other = (training.work for training in pairs["alike"])
    assert_learned_alike(chief, alone)
    assert_equal(weights_in(other), weights_in(chief))
    assert [file.name for file in other.iterdir()] == ["weights.npz"]
    assert (chief / "curve.csv").exists()


def test_two_devices_of_one_process_reach_the_weights_of_one(tmp_path: Path, alone: Path) -> None:
    work = tmp_path / "work"
    with process("two-devices", Training(work)) as single:
        wait_for([single])
    assert_learned_alike(work, alone)
    weights = weights_in(work)
    assert_equal(weights, variables_in(work / "checkpoint.npz")[: len(weights)])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no number", "JobError: The loss is no longer a finite number in epoch 1, step 1"),
        ("other data", "JobError: The processes do not train on the same"),
    ],
)
def test_a_process_that_ends_ends_all(
    pairs: dict[str, tuple[Training, Training]], name: str, reason: str
) -> None:
    for training in pairs[name]:
        assert reason in training.output


def test_the_chief_validates_and_all_stop_early_with_its_best_epoch(
    pairs: dict[str, tuple[Training, Training]],
) -> None:
    chief, other = (training.work for training in pairs["early stop"])
    for work in (chief, other):
        assert_equal(weights_in(work), variables_in(chief / "best.npz"))


def test_when_one_is_killed_or_stopped_all_end_and_resume_from_the_chiefs_checkpoint(tmp_path: Path) -> None:
    chief, other = (Training(tmp_path / task, "--epochs 100000") for task in ("0", "1"))
    checkpoint = chief.work / "checkpoint.npz"
    with two_processes([chief], [other]) as (living, lost):
        wait_until(lambda: checkpoint.exists() or not living.is_alive(), DEADLINE_S)
        lost.kill()
        wait_for([living])
    assert "JobError: Another process of this training has ended" in chief.output
    with np.load(checkpoint) as stored:
        reached = int(stored["epochs"])
    stopped = Training(other.work, "--epochs 100000 --stop-after 0")
    with two_processes([chief], [stopped]) as both:
        wait_for(both)
    for training in (chief, stopped):
        assert (
            f"JobCancelled: Stopped in epoch {reached + 1}; {reached} of 100000 are saved" in training.output
        )


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Any:
    """As the first of three processes sees them; the others never come."""
    import tensorflow as tf

    from training.optimization.replicas import Replicas

    monkeypatch.setattr(Replicas, "count", 3)
    return Replicas(tf.distribute.get_strategy())


def test_replicas_divide_a_batch_among_them(three: Any) -> None:
    parts = [list(range(10))[three.replica_slice(number, 10)] for number in range(3)]
    assert parts == [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]]
    assert three.chief
    assert three.several_processes


def test_a_batch_has_a_crop_for_every_replica(three: Any) -> None:
    from tests.support.tiny_siamese import tiny_siamese
    from training.data.batch_sampler import Batch
    from training.optimization.hyperparameters import TrainingPlan
    from training.optimization.train_step import TrainStep

    train_step = TrainStep(tiny_siamese(), TrainingPlan(epochs=1, steps_per_epoch=1), three)
    with pytest.raises(JobError, match="2 crops is too small for 3 devices"):
        train_step.run(Batch(np.zeros((1, 100, 100, 3), np.uint8), np.array([0, 1])))
