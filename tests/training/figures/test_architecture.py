import pytest

from tests.training.figures.page_text import colliding, cut_off, texts_on
from training.figures.architecture import draw_architecture, in_columns, stage_height
from training.figures.network_summary import LayerPlan, Stage, TwinPlan


def layer(name: str, shape: tuple[int, ...] = (25, 25, 48), parameters: int = 0) -> LayerPlan:
    return LayerPlan(name, name, "3×3 convolution, stride 2", shape, parameters)


def plan(*sizes: int) -> TwinPlan:
    """A stage of so many layers for each of ``sizes``."""
    stages = tuple(
        Stage(
            f"stage {number}", tuple(layer(f"layer_{number}_{k}", parameters=1000 + k) for k in range(size))
        )
        for number, size in enumerate(sizes)
    )
    inputs = (layer("anchor", (100, 100, 3)), layer("validation", (100, 100, 3)))
    return TwinPlan("Twins", stages, inputs, layer("distance", (128,)), layer("similarity", (1,), 129))


PLANS = {"one stage": plan(1), "Koch's": plan(2, 2, 2, 2, 1, 2), "ours": plan(4, 3, 7, 7, 9, 7, 9, 7, 9)}


@pytest.mark.parametrize("of", PLANS.values(), ids=PLANS)
def test_stages_stay_whole_and_in_order_in_at_most_two_columns(of: TwinPlan):
    columns = in_columns(of.stages)
    assert [stage for column in columns for stage in column] == list(of.stages)
    assert 1 <= len(columns) <= 2
    assert all(columns)


def test_a_long_network_fills_its_columns_evenly():
    left, right = (sum(map(stage_height, column)) for column in in_columns(PLANS["ours"].stages))
    assert 0.75 < left / right < 1.25


@pytest.mark.parametrize("of", PLANS.values(), ids=PLANS)
def test_every_layer_is_told_with_shape_and_parameters(of: TwinPlan):
    texts = texts_on(draw_architecture(of))
    for one in (some for stage in of.stages for some in stage.layers):
        assert one.label in texts
        assert f"{one.parameters:,}" in texts
    assert texts.count("25×25×48") == sum(len(stage.layers) for stage in of.stages)
    assert any(f"{of.parameters:,} parameters in {len(of.layers)} layers" in text for text in texts)
    assert {"anchor", "validation", "129 parameters"} <= set(texts)


@pytest.mark.parametrize("of", PLANS.values(), ids=PLANS)
def test_nothing_is_cut_off_or_written_over(of: TwinPlan):
    page = draw_architecture(of)
    assert not cut_off(page)
    assert not colliding(page)
