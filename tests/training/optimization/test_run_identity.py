"""A checkpoint belongs to one run. What names the run must not change with the code's own names."""

from dataclasses import fields, replace
from typing import Any

import pytest

from training.optimization.run_identity import run_identity


def test_an_identity_is_the_digest_of_its_json() -> None:
    assert run_identity({"b": 1, "a": {"x": None, "y": 0.5}}) == run_identity(
        {"a": {"y": 0.5, "x": None}, "b": 1}
    )
    assert run_identity({"a": 1}) == "f9d86028c6e0d64e225186f96acb69338b2c59764df79162107f5c4bb34d1310"


@pytest.mark.parametrize("other", [{"a": 2}, {"b": 1}, {"a": "1"}, {"a": 1, "b": None}, {}])
def test_another_name_or_value_is_another_run(other: dict[str, Any]) -> None:
    assert run_identity(other) != run_identity({"a": 1})


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        run_identity({"a": float("nan")})


@pytest.mark.slow
def test_a_training_plan_has_these_names() -> None:
    from training.optimization.hyperparameters import TrainingPlan

    assert TrainingPlan(epochs=3, steps_per_epoch=7).identity() == {
        "epochs": 3,
        "steps_per_epoch": 7,
        "learning_rate": 0.001,
        "warmup_share": 0.05,
        "weight_decay": 0.05,
        "batch_statistics": True,
        "patience": None,
        "loss": "cross-entropy",
        "margin": 1.0,
        "seed": 0,
    }


@pytest.mark.slow
def test_every_value_of_a_training_plan_counts() -> None:
    from model.network.losses import Loss
    from training.optimization.hyperparameters import TrainingPlan

    plan = TrainingPlan(epochs=3, steps_per_epoch=7)
    others: dict[str, Any] = {"patience": 2, "loss": Loss.CONTRASTIVE}
    changed = [
        replace(plan, **{field.name: others.get(field.name) or getattr(plan, field.name) + 1})
        for field in fields(plan)
        if field.name != "batch_statistics"
    ] + [replace(plan, batch_statistics=False)]
    assert len({run_identity(one.identity()) for one in (plan, *changed)}) == len(fields(plan)) + 1
