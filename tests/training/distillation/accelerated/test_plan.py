from dataclasses import replace

from training.distillation.accelerated.plan import AcceleratedPlan
from training.optimization.run_identity import run_identity


def test_a_run_with_other_rounds_rates_blends_or_seed_is_another_run() -> None:
    plan = AcceleratedPlan()
    others = [
        replace(plan, all_layers=replace(plan.all_layers, epochs=9)),
        replace(plan, all_layers=replace(plan.all_layers, learning_rate=0.5)),
        replace(plan, blends=9),
        replace(plan, seed=9),
    ]
    assert len({run_identity(each.identity()) for each in (plan, plan, *others)}) == 5


def test_the_default_run_sees_over_three_million_crops() -> None:
    assert AcceleratedPlan().crops == (50 + 700) * 4096
