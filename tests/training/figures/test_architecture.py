import pytest

from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.figures.architecture import draw_architecture, split_into_columns, stage_height
from training.figures.network_summary import LayerSummary, NetworkSummary, Stage


def layer(name: str, shape: tuple[int, ...] = (25, 25, 48), parameters: int = 0) -> LayerSummary:
    return LayerSummary(name, name, "3×3 convolution, stride 2", shape, parameters)


def summary(*stage_sizes: int) -> NetworkSummary:
    """``stage_sizes`` are the numbers of layers."""
    stages = tuple(
        Stage(
            f"stage {number}", tuple(layer(f"layer_{number}_{k}", parameters=1000 + k) for k in range(size))
        )
        for number, size in enumerate(stage_sizes)
    )
    inputs = (layer("anchor", (100, 100, 3)), layer("validation", (100, 100, 3)))
    return NetworkSummary("Twins", stages, inputs, layer("distance", (128,)), layer("similarity", (1,), 129))


NETWORKS = {
    "one stage": summary(1),
    "Koch's": summary(2, 2, 2, 2, 1, 2),
    "ours": summary(4, 7, *[6] * 15, 2, 5, 5, 3),
}


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_stages_stay_whole_and_in_order_in_at_most_three_columns(network: NetworkSummary):
    columns = split_into_columns(network.stages)
    assert [stage for column in columns for stage in column] == list(network.stages)
    assert 1 <= len(columns) <= 3
    assert all(columns)


def test_a_long_network_fills_its_columns_evenly():
    columns = split_into_columns(NETWORKS["ours"].stages)
    heights = [sum(map(stage_height, column)) for column in columns]
    assert min(heights) > 0.75 * max(heights)


@pytest.mark.slow
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_every_layer_shows_its_shape_and_parameters(network: NetworkSummary):
    texts = texts_on(draw_architecture(network))
    for layer in (layer for stage in network.stages for layer in stage.layers):
        assert layer.label in texts
        assert f"{layer.parameters:,}" in texts
    assert texts.count("25×25×48") == sum(len(stage.layers) for stage in network.stages)
    assert any(f"{network.parameters:,} parameters in {len(network.layers)} layers" in text for text in texts)
    assert {"anchor", "validation", "129 parameters"} <= set(texts)


@pytest.mark.slow
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_no_text_is_cut_off_or_overlaps(network: NetworkSummary):
    canvas = draw_architecture(network)
    assert not cut_off(canvas)
    assert not colliding(canvas)
