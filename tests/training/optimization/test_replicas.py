import json
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.context import BaseContext
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
    """A running process, and the file with its output."""

    process: BaseProcess
    output: Path


@pytest.fixture(scope="module")
def processes() -> BaseContext:
    """Starts fresh processes. One that is forked after TensorFlow was imported can wait forever."""
    return multiprocessing.get_context("spawn")


def run_training(arguments: list[str], cluster: str, output: Path) -> None:
    """The target of a process: the import of TensorFlow stays out of this one."""
    from tests.support.distributed_training import run

    run(arguments, cluster, output)


@contextmanager
def training(
    processes: BaseContext, work: Path, *arguments: str, task: int = 0, ports: list[int] | None = None
) -> Iterator[Training]:
    """A process that trains in ``work``; with ``ports`` it is number ``task`` of several."""
    cluster = {
        "cluster": {"worker": [f"127.0.0.1:{port}" for port in ports or []]},
        "task": {"type": "worker", "index": task},
    }
    output = work.with_suffix(".txt")
    given = (["--work", str(work), *arguments], json.dumps(cluster) if ports else "", output)
    process = processes.Process(target=run_training, args=given, daemon=True)
    process.start()
    try:
        yield Training(process, output)
    finally:
        process.kill()
        process.join()


@contextmanager
def two_processes(
    processes: BaseContext, work: Path, *arguments: str, chief: str = "", other: str = ""
) -> Iterator[list[Training]]:
    """With folders of their own, ``0`` and ``1``, and arguments for both and for each."""
    ports = free_ports(2)
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                training(
                    processes,
                    work / str(task),
                    "--on",
                    "machines",
                    *arguments,
                    *own.split(),
                    task=task,
                    ports=ports,
                )
            )
            for task, own in enumerate((chief, other))
        ]


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        listening = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in listening]


def endings(trainings: list[Training]) -> list[tuple[int | None, str]]:
    """The exit code and the output of each, in the end."""
    for one in trainings:
        one.process.join(DEADLINE_S)
    return [(one.process.exitcode, one.output.read_text(errors="replace")) for one in trainings]


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
def alone(tmp_path_factory: pytest.TempPathFactory, processes: BaseContext) -> Path:
    """What one process on one device has learned."""
    work = tmp_path_factory.mktemp("alone") / "work"
    with training(processes, work, "--on", "none") as single:
        assert endings([single])[0][0] == 0
    return work


def test_two_processes_reach_the_weights_of_one(tmp_path: Path, alone: Path, processes: BaseContext) -> None:
    with two_processes(processes, tmp_path, other="--seed 7") as both:
        assert [code for code, _ in endings(both)] == [0, 0]
    assert_learned_alike(tmp_path / "0", alone)
    assert_equal(weights_in(tmp_path / "1"), weights_in(tmp_path / "0"))
    assert [file.name for file in (tmp_path / "1").iterdir()] == ["weights.npz"]
    assert (tmp_path / "0" / "curve.csv").exists()


def test_two_devices_of_one_process_reach_the_weights_of_one(
    tmp_path: Path, alone: Path, processes: BaseContext
) -> None:
    work = tmp_path / "work"
    with training(processes, work, "--on", "two-devices") as single:
        assert endings([single])[0][0] == 0
    assert_learned_alike(work, alone)
    weights = weights_in(work)
    assert_equal(weights, variables_in(work / "checkpoint.npz")[: len(weights)])


@pytest.mark.parametrize(
    ("chief", "other", "reason"),
    [
        ("--overflow", "", "JobError: The loss is no longer a finite number in epoch 1, step 1"),
        ("", "--identity other", "JobError: The processes do not train on the same"),
    ],
    ids=["no number", "other data"],
)
def test_a_process_that_ends_ends_all(
    tmp_path: Path, processes: BaseContext, chief: str, other: str, reason: str
) -> None:
    with two_processes(processes, tmp_path, chief=chief, other=other) as both:
        for code, output in endings(both):
            assert code == 1
            assert reason in output


def test_the_chief_validates_and_all_stop_early_with_its_best_epoch(
    tmp_path: Path, processes: BaseContext
) -> None:
    scores = {"chief": "--scores 0.9 0.5", "other": "--scores"}
    with two_processes(processes, tmp_path, "--epochs", "9", **scores) as both:
        assert [code for code, _ in endings(both)] == [0, 0]
    for task in ("0", "1"):
        assert_equal(weights_in(tmp_path / task), variables_in(tmp_path / "0" / "best.npz"))


def test_when_one_is_killed_or_stopped_all_end_and_resume_from_the_chiefs_checkpoint(
    tmp_path: Path, processes: BaseContext
) -> None:
    checkpoint = tmp_path / "0" / "checkpoint.npz"
    with two_processes(processes, tmp_path, "--epochs", "100000") as (chief, other):
        wait_until(lambda: checkpoint.exists() or not chief.process.is_alive(), DEADLINE_S)
        other.process.kill()
        ((code, output),) = endings([chief])
    assert code == 1
    assert "JobError: Another process of this training has ended" in output
    with np.load(checkpoint) as stored:
        reached = int(stored["epochs"])
    with two_processes(processes, tmp_path, "--epochs", "100000", other="--stop-after 0") as both:
        for code, output in endings(both):
            assert code == 1
            assert f"JobCancelled: Stopped in epoch {reached + 1}; {reached} of 100000 are saved" in output


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
