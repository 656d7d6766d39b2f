from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.batches import EpochPlan
from training.distillation.hyperparameters import DistillationPlan
from training.jobs.progress import JobCancelled, JobError, Progress, ignore_progress, never_stop

pytestmark = [pytest.mark.slow, needs_torch]

EPOCH = EpochPlan(views=256, repeats=1, batch_size=32)
NEW_LAYERS = ("stem", "expand")


class ColourBank:
    """Crops of one colour each. Their targets are a projection of the colour."""

    def batch(self, size: int, blend_share: float, random: Any) -> tuple[Any, Any]:
        import torch

        colours = random.uniform(0, 255, size, 3)
        projection = torch.linspace(-1, 1, 24).view(3, 8).roll(3, 1)
        targets = torch.nn.functional.normalize((colours - 127) @ projection)
        return colours[:, :, None, None].expand(size, 3, 20, 20), targets


class BrokenBank(ColourBank):
    def batch(self, size: int, blend_share: float, random: Any) -> tuple[Any, Any]:
        crops, targets = super().batch(size, blend_share, random)
        return crops, targets * np.nan


def phase(epochs: int, learning_rate: float) -> DistillationPlan:
    return DistillationPlan(
        epochs=epochs,
        epoch=EPOCH,
        learning_rate=learning_rate,
        warmup_steps=2,
        weight_decay=0.0,
        average_decay=0.5,
        save_every=2,
    )


PLAN = AcceleratedPlan(new_layers=phase(2, 0.05), all_layers=phase(6, 0.05), bfloat16=False)


def distiller(
    work: Path,
    plan: AcceleratedPlan = PLAN,
    bank: Any = None,
    new_layers: tuple[str, ...] = NEW_LAYERS,
    run_id: str = "run",
) -> Any:
    from tests.training.distillation.network.tiny_mobilefacenet import tiny_mobilefacenet
    from training.distillation.accelerated.trainer import AcceleratedDistiller

    network = tiny_mobilefacenet()
    return AcceleratedDistiller(
        network, new_layers, bank or ColourBank(), plan, work, run_id, lambda student: 0.5
    )


def stop_after(steps: int) -> Callable[[], bool]:
    calls = iter(range(10_000))
    return lambda: next(calls) >= steps


def weights_of(layer: Any) -> list[np.ndarray]:
    return [np.asarray(weight) for weight in layer.get_weights()]


def test_the_loss_falls_through_all_phases(tmp_path: Path) -> None:
    from tests.training.distillation.accelerated.views.device_crops import random_of

    seen: list[Progress] = []
    trained = distiller(tmp_path)
    crops, targets = ColourBank().batch(64, 0, random_of(9))
    images = crops.permute(0, 2, 3, 1).numpy()
    before = (np.asarray(trained.network(images)) * targets.numpy()).sum(axis=1).mean()
    losses = trained.run(seen.append, never_stop)
    after = (np.asarray(trained.network(images)) * targets.numpy()).sum(axis=1).mean()
    assert losses[-1] < 0.6 * losses[0]
    assert after > before + 0.3
    assert 1 - after == pytest.approx(losses[-1], abs=0.1)
    assert [progress.done for progress in seen] == list(range(1, 9))
    assert [progress.message.split(",")[0] for progress in seen] == [
        *["new layers"] * 2,
        *["all layers"] * 6,
    ]


def test_first_only_new_layers_and_heads_train(tmp_path: Path) -> None:
    short = replace(PLAN, all_layers=phase(0, 0.05))
    trained = distiller(tmp_path, short)
    before = {layer.name: weights_of(layer) for layer in trained.network.layers if layer.weights}
    trained.run(ignore_progress, never_stop)
    after = {layer.name: weights_of(layer) for layer in trained.network.layers if layer.weights}
    moved = {
        name: max(np.abs(a - b).max() for a, b in zip(before[name], after[name], strict=True))
        for name in before
    }
    assert min(moved[name] for name in (*NEW_LAYERS, "project1")) > 1e-2
    assert moved["places1"] < 1e-6


def test_without_new_layers_the_first_phase_is_left_out(tmp_path: Path) -> None:
    seen: list[Progress] = []
    distiller(tmp_path, new_layers=()).run(seen.append, never_stop)
    assert {progress.message.split(",")[0] for progress in seen} == {"all layers"}


@pytest.mark.parametrize(("steps", "begins_after"), [(40, 4), (60, 6)])
def test_a_resumed_run_ends_like_an_uninterrupted_one(tmp_path: Path, steps: int, begins_after: int) -> None:
    complete, stopped, resumed = (distiller(tmp_path / name) for name in ("complete", "stopped", "stopped"))
    expected = complete.run(ignore_progress, never_stop)
    with pytest.raises(JobCancelled, match="of 8"):
        stopped.run(ignore_progress, stop_after(steps))
    seen: list[Progress] = []
    np.testing.assert_allclose(resumed.run(seen.append, never_stop), expected, rtol=1e-3)
    assert seen[0].done == begins_after + 1
    for one, other in zip(complete.network.get_weights(), resumed.network.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-3)


def test_another_run_starts_from_the_beginning(tmp_path: Path) -> None:
    short = replace(PLAN, all_layers=phase(0, 0.05))
    distiller(tmp_path, short).run(ignore_progress, never_stop)
    seen: list[Progress] = []
    distiller(tmp_path, short, run_id="other").run(seen.append, never_stop)
    assert seen[0].done == 1


def test_the_learning_curve_has_the_start_and_a_point_for_each_checkpoint(tmp_path: Path) -> None:
    losses = distiller(tmp_path).run(ignore_progress, never_stop)
    _, start, *points = (tmp_path / "curve.csv").read_text().splitlines()
    assert start.startswith("0,0,,")
    rows = [point.split(",") for point in points]
    assert [row[0] for row in rows] == ["2", "4", "6", "8"]
    assert [int(row[1]) for row in rows] == [256 * int(row[0]) for row in rows]
    assert [float(row[2]) for row in rows] == pytest.approx([losses[int(row[0]) - 1] for row in rows])


def test_a_loss_that_is_not_finite_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="not finite in epoch 1"):
        distiller(tmp_path, bank=BrokenBank()).run(ignore_progress, never_stop)
