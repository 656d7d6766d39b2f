from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from tests.training.distillation.synthetic_faces import colour_teacher, synthetic_faces
from training.distillation.batches import EpochBuilder, EpochPlan, OnlineTargets
from training.jobs.progress import JobCancelled, JobError, Progress, ignore_progress, never_stop
from training.optimization.checkpoint import load_checkpoint
from training.optimization.run_identity import run_identity

pytestmark = [pytest.mark.slow, needs_torch]

EPOCH = EpochPlan(views=32, repeats=2, batch_size=16)


def distiller(work: Path, epochs: int = 6, identity: str = "test", **changes: Any) -> Any:
    from tests.training.distillation.tiny_student import tiny_likeness
    from training.distillation.hyperparameters import DistillationPlan
    from training.distillation.trainer import Distiller

    settings = {"learning_rate": 0.1, "warmup_steps": 4, "save_every": 2, "bfloat16": False} | changes
    plan = DistillationPlan(epochs=epochs, epoch=EPOCH, **settings)
    return Distiller(tiny_likeness(), plan, work, {"faces": identity}, lambda student, size: 0.5)


def builder() -> EpochBuilder:
    return EpochBuilder(OnlineTargets(synthetic_faces(12), colour_teacher), EPOCH, seed=0)


def stop_after(batches: int) -> Callable[[], bool]:
    calls = iter(range(10_000))
    return lambda: next(calls) >= batches


def test_the_loss_falls_and_every_step_is_reported(tmp_path: Path) -> None:
    seen: list[Progress] = []
    losses = distiller(tmp_path, epochs=12).run(builder(), seen.append, never_stop)
    assert losses[-1] < 0.7 * losses[0]
    assert [progress.done for progress in seen] == list(range(1, 49))
    assert {progress.total for progress in seen} == {48}


def test_training_moves_the_embedding_towards_the_teacher(tmp_path: Path) -> None:
    from training.data.webcam_augmentation import resize_to_crop

    images = [synthetic_faces(12).image(index)[8:-8, 8:-8] for index in range(24)]
    crops = np.stack([resize_to_crop(image) for image in images]).astype(np.float32)
    targets = colour_teacher(np.stack(images))
    trained = distiller(tmp_path, epochs=12)
    before = (np.asarray(trained.embedding(crops)) * targets).sum(axis=1).mean()
    trained.run(builder(), ignore_progress, never_stop)
    after = (np.asarray(trained.embedding(crops)) * targets).sum(axis=1).mean()
    assert after > max(0.6, before + 0.3)


def test_a_resumed_run_ends_like_an_uninterrupted_one(tmp_path: Path) -> None:
    complete, stopped, resumed = (distiller(tmp_path / name) for name in ("complete", "stopped", "stopped"))
    expected = complete.run(builder(), ignore_progress, never_stop)
    with pytest.raises(JobCancelled, match="epoch 4 of 6"):
        stopped.run(builder(), ignore_progress, stop_after(14))
    seen: list[Progress] = []
    np.testing.assert_allclose(resumed.run(builder(), seen.append, never_stop), expected, rtol=1e-4)
    assert seen[0].done == 9
    for one, other in zip(complete.embedding.get_weights(), resumed.embedding.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_a_run_with_another_identity_starts_from_the_beginning(tmp_path: Path) -> None:
    distiller(tmp_path).run(builder(), ignore_progress, never_stop)
    seen: list[Progress] = []
    distiller(tmp_path, identity="other").run(builder(), seen.append, never_stop)
    assert seen[0].done == 1


def test_the_identity_in_a_checkpoint_does_not_follow_renames(tmp_path: Path) -> None:
    distiller(tmp_path, epochs=2).run(builder(), ignore_progress, never_stop)
    epoch = {"views": 32, "repeats": 2, "batch_size": 16, "small_crop_size": 64}
    run_id = run_identity({"faces": "test", "epoch": epoch, "seed": 0})
    assert load_checkpoint(tmp_path / "distilling.npz", run_id) is not None


def test_a_finished_run_can_be_extended(tmp_path: Path) -> None:
    first = distiller(tmp_path, epochs=2).run(builder(), ignore_progress, never_stop)
    assert distiller(tmp_path, epochs=4).run(builder(), ignore_progress, never_stop)[:2] == first


def test_the_learning_curve_has_the_start_and_a_point_for_each_checkpoint(tmp_path: Path) -> None:
    losses = distiller(tmp_path).run(builder(), ignore_progress, never_stop)
    heading, start, *points = (tmp_path / "curve.csv").read_text().splitlines()
    assert heading == "rounds,crops,loss,judged,crops_per_second"
    assert start == "0,0,,0.5,"
    assert [point.split(",")[:2] for point in points] == [["2", "128"], ["4", "256"], ["6", "384"]]
    assert [float(point.split(",")[2]) for point in points] == pytest.approx(losses[1::2])


def test_a_loss_that_is_not_finite_is_an_error(tmp_path: Path) -> None:
    source = OnlineTargets(synthetic_faces(4), lambda views: colour_teacher(views) * np.nan)
    broken = EpochBuilder(source, EPOCH, 0)
    with pytest.raises(JobError, match="not finite in epoch 1"):
        distiller(tmp_path).run(broken, ignore_progress, never_stop)


def test_the_learning_rate_warms_up_and_decays_to_zero(tmp_path: Path) -> None:
    from training.distillation.hyperparameters import DistillationPlan

    plan = DistillationPlan(epochs=10, epoch=EPOCH, warmup_steps=4)
    rates = [plan.learning_rate_factor(step) for step in range(41)]
    assert rates[:2] == pytest.approx([0.25, 0.5], abs=0.01)
    assert max(rates) == pytest.approx(1.0, abs=0.03)
    assert rates[20] == pytest.approx(0.5)
    assert rates[40] == pytest.approx(0.0)
    assert sorted(rates[4:], reverse=True) == rates[4:]
