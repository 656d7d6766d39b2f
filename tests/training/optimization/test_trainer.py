import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.synthetic_people import synthetic_samples
from tests.support.waiting import wait_until
from training.data.augmentation import Augmentation
from training.data.batch_sampler import BatchPlan, BatchSampler
from training.data.hard_negatives import HardNegatives, mine_hard_negatives
from training.jobs.progress import JobCancelled, JobError, Progress, ignore_progress, never_stop

pytestmark = pytest.mark.slow

DEADLINE_S = 240.0


def sampler() -> BatchSampler:
    samples = synthetic_samples(people=12, crops_each=4)
    return BatchSampler(samples, BatchPlan(people=6, crops_per_person=2), Augmentation())


def trainer(
    work: Path, epochs: int = 4, identity: str = "test", policy: str = "float32", **changes: Any
) -> Any:
    from tests.support.tiny_siamese import tiny_siamese
    from training.optimization.trainer import Trainer, TrainingPlan

    plan = TrainingPlan(**{"epochs": epochs, "steps_per_epoch": 6, "learning_rate": 0.02} | changes)
    return Trainer(tiny_siamese(), plan, work, {"data": identity}, choose_policy=lambda: policy)


def stop_after(batches: int) -> Callable[[], bool]:
    asked = iter(range(10_000))
    return lambda: next(asked) >= batches


def validate_with(scores: list[float], of: Any, seen: list[list[np.ndarray]]) -> Callable[[], float]:
    """Returns ``scores`` in turn, and records the weights at each call."""
    remaining = iter(scores)

    def validate() -> float:
        seen.append([weight.copy() for weight in weights_of(of)])
        return next(remaining)

    return validate


def test_training_stops_early_when_validation_does_not_improve(tmp_path: Path) -> None:
    trained, seen = trainer(tmp_path, epochs=9, patience=2), []
    losses = trained.run(
        sampler(), ignore_progress, never_stop, validate_with([0.2, 0.9, 0.3, 0.9, 0.1], trained, seen)
    )
    assert len(losses) == 4
    for best, one in zip(seen[1], weights_of(trained), strict=True):
        np.testing.assert_array_equal(best, one)


def test_a_resumed_run_remembers_the_best_epoch_of_before(tmp_path: Path) -> None:
    first, seen = trainer(tmp_path, patience=3), []
    with pytest.raises(JobCancelled):
        first.run(sampler(), ignore_progress, stop_after(15), validate_with([0.9, 0.5], first, seen))
    resumed = trainer(tmp_path, patience=3)
    resumed.run(sampler(), ignore_progress, never_stop, validate_with([0.4, 0.3], resumed, []))
    for best, one in zip(seen[0], weights_of(resumed), strict=True):
        np.testing.assert_array_equal(best, one)


def test_the_curve_is_there_for_people_and_for_tensorboard(tmp_path: Path) -> None:
    from tensorflow.python.summary.summary_iterator import summary_iterator

    trained = trainer(tmp_path, epochs=3)
    losses = trained.run(sampler(), ignore_progress, never_stop, validate_with([0.1, 0.2, 0.3], trained, []))
    heading, *lines = (tmp_path / "curve.csv").read_text().splitlines()
    assert heading == "epoch,loss,judged"
    expected = [(1, 0.1), (2, 0.2), (3, 0.3)]
    assert [(int(line.split(",")[0]), float(line.split(",")[2])) for line in lines] == expected
    assert [float(line.split(",")[1]) for line in lines] == pytest.approx(losses)
    (events,) = (tmp_path / "tensorboard").iterdir()
    steps = [(e.step, value.tag) for e in summary_iterator(str(events)) for value in e.summary.value]
    assert steps == [(epoch, tag) for epoch in (1, 2, 3) for tag in ("loss", "judged")]


@pytest.mark.parametrize("distance", ["l1", "euclidean"])
def test_the_contrastive_loss_teaches_the_embedding_and_leaves_the_head(
    tmp_path: Path, distance: str
) -> None:
    from model.network.losses import Loss
    from model.network.siamese import build_siamese
    from model.runtime.similarity_head import Distance
    from tests.support.tiny_siamese import tiny_embedding
    from training.optimization.trainer import Trainer, TrainingPlan

    plan = TrainingPlan(epochs=4, steps_per_epoch=6, learning_rate=0.02, loss=Loss.CONTRASTIVE)
    siamese = build_siamese(tiny_embedding(), Distance(distance))
    head = [weight.copy() for weight in siamese.get_layer("similarity").get_weights()]
    losses = Trainer(siamese, plan, tmp_path, {"data": "test"}).run(sampler(), ignore_progress, never_stop)
    assert losses[-1] < 0.7 * losses[0]
    for before, after in zip(head, siamese.get_layer("similarity").get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def weights_of(trained: Any) -> list[np.ndarray]:
    return [np.asarray(variable) for variable in trained.siamese.variables]


def test_the_loss_falls_and_every_step_is_reported(tmp_path: Path) -> None:
    seen: list[Progress] = []
    losses = trainer(tmp_path).run(sampler(), seen.append, never_stop)
    assert len(losses) == 4
    assert losses[-1] < 0.7 * losses[0]
    assert [progress.done for progress in seen] == list(range(1, 25))
    assert {progress.total for progress in seen} == {24}


def test_a_seed_gives_the_same_run_twice_and_another_one_another(tmp_path: Path) -> None:
    runs = [trainer(tmp_path / name, seed=seed) for name, seed in (("one", 3), ("two", 3), ("other", 4))]
    first, again, other = (run.run(sampler(), ignore_progress, never_stop) for run in runs)
    assert again == pytest.approx(first, rel=1e-4)
    assert other != pytest.approx(first, rel=1e-2)
    for one, two in zip(weights_of(runs[0]), weights_of(runs[1]), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-4)


def test_a_stopped_run_ends_like_an_uninterrupted_one(tmp_path: Path) -> None:
    straight = trainer(tmp_path / "straight")
    expected = straight.run(sampler(), ignore_progress, never_stop)
    with pytest.raises(JobCancelled, match="2 of 4 are saved"):
        trainer(tmp_path / "stopped").run(sampler(), ignore_progress, stop_after(15))
    resumed = trainer(tmp_path / "stopped")
    seen: list[Progress] = []
    np.testing.assert_allclose(resumed.run(sampler(), seen.append, never_stop), expected, rtol=1e-3)
    assert seen[0].done == 13
    for one, other in zip(weights_of(resumed), weights_of(straight), strict=True):
        np.testing.assert_allclose(one, other, atol=2e-3)


def test_a_resumed_run_computes_as_before_whatever_is_faster_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.optimization.train_step import TrainStep

    used: list[str] = []
    monkeypatch.setattr(TrainStep, "set_dtype_policy", lambda _, policy: used.append(policy))
    with pytest.raises(JobCancelled):
        trainer(tmp_path, policy="mixed_bfloat16").run(sampler(), ignore_progress, stop_after(15))
    trainer(tmp_path).run(sampler(), ignore_progress, never_stop)
    trainer(tmp_path, identity="another run").run(sampler(), ignore_progress, never_stop)
    assert used[::2] == ["mixed_bfloat16", "mixed_bfloat16", "float32"]


def miner(of: Any, seen: list[list[np.ndarray]]) -> Callable[[], HardNegatives]:
    """Mines with the network as it is, and keeps the weights it was asked with."""
    from training.optimization.keras_inference import embed

    samples = synthetic_samples(people=12, crops_each=4)

    def mine() -> HardNegatives:
        seen.append([weight.copy() for weight in weights_of(of)])
        return mine_hard_negatives(embed(of.siamese, samples.crops), samples.people, share=0.5, nearest=3)

    return mine


def test_hard_negatives_are_mined_before_every_epoch_but_the_first(tmp_path: Path) -> None:
    plain, hard, seen = trainer(tmp_path / "plain"), trainer(tmp_path / "hard"), []
    easy = plain.run(sampler(), ignore_progress, never_stop)
    losses = hard.run(sampler(), ignore_progress, never_stop, mine=miner(hard, seen))
    assert len(seen) == 3
    assert losses[0] == pytest.approx(easy[0], rel=1e-3)
    assert losses[1:] != pytest.approx(easy[1:], rel=1e-3)


def test_a_resumed_run_mines_with_the_weights_of_its_checkpoint(tmp_path: Path) -> None:
    """That both then come to the same end, bit for bit, is seen by test_kills in processes of their own."""
    before, after = [], []
    stopped = trainer(tmp_path)
    with pytest.raises(JobCancelled, match="2 of 4 are saved"):
        stopped.run(sampler(), ignore_progress, stop_after(15), mine=miner(stopped, before))
    resumed = trainer(tmp_path)
    resumed.run(sampler(), ignore_progress, never_stop, mine=miner(resumed, after))
    assert (len(before), len(after)) == (2, 2)
    for one, other in zip(before[-1], after[0], strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_finished_run_is_not_trained_again(tmp_path: Path) -> None:
    first = trainer(tmp_path).run(sampler(), ignore_progress, never_stop)
    seen: list[Progress] = []
    assert trainer(tmp_path).run(sampler(), seen.append, never_stop) == first
    assert seen == []


def test_other_data_starts_from_the_beginning(tmp_path: Path) -> None:
    trainer(tmp_path, epochs=1).run(sampler(), ignore_progress, never_stop)
    seen: list[Progress] = []
    trainer(tmp_path, epochs=1, identity="other data").run(sampler(), seen.append, never_stop)
    assert seen[0].done == 1


def test_a_loss_that_is_not_finite_stops_and_names_the_cause(tmp_path: Path) -> None:
    broken = trainer(tmp_path, epochs=1)
    kernel = broken.siamese.get_layer("similarity").kernel
    kernel.assign(np.full(kernel.shape, np.inf))
    with pytest.raises(JobError, match=r"epoch 1, step 1.*learning_rate"):
        broken.run(sampler(), ignore_progress, never_stop)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_leaves_a_complete_checkpoint(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys\n"
        "from tests.training.optimization.test_trainer import ignore_progress, never_stop, sampler, trainer\n"
        "trainer(pathlib.Path(sys.argv[1]), epochs=100_000).run(sampler(), ignore_progress, never_stop)\n"
    )
    root = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=root)
    try:
        wait_until(lambda: _epochs_written(tmp_path) > 0 or process.poll() is not None, DEADLINE_S)
    finally:
        process.kill()
        process.wait()
    written = _epochs_written(tmp_path)
    assert written
    seen: list[Progress] = []
    resumed = trainer(tmp_path, epochs=100_000)
    with pytest.raises(JobCancelled, match=f"{written} of 100000"):
        resumed.run(sampler(), seen.append, stop_after(0))


def _epochs_written(work: Path) -> int:
    file = work / "checkpoint.npz"
    return int(np.load(file)["epochs"]) if file.exists() else 0
