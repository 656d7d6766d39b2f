import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("network", "bases"), [("sameface", 8), ("koch", 1)])
def test_a_plan_holds_every_layer_with_its_shape_and_all_parameters(network: str, bases: int) -> None:
    from model.network.layers import every_layer
    from model.network.siamese import build_siamese
    from tests.training.figures.page_text import colliding, cut_off, texts_on
    from training.figures.architecture import draw_architecture
    from training.figures.keras_summary import NETWORKS, read_plan

    title, build = NETWORKS[network]
    siamese = build_siamese(build(), bases=bases)
    plan = read_plan(siamese, title)
    expected = {
        layer.name: (tuple(layer.output.shape[1:]), layer.count_params()) for layer in every_layer(siamese)
    }
    assert {layer.name: (layer.shape, layer.parameters) for layer in plan.layers} == expected
    assert len(plan.layers) == len(expected)
    assert plan.parameters == siamese.count_params()
    assert len({stage.title for stage in plan.stages}) == len(plan.stages)
    page = draw_architecture(plan)
    assert not any("…" in text for text in texts_on(page))
    assert not cut_off(page)
    assert not colliding(page)


def test_layers_are_told_in_words() -> None:
    from training.figures.keras_summary import plan_of

    plan = plan_of("koch", bases=1)
    kinds = {layer.name: layer.kind for layer in plan.layers}
    assert kinds["convolve1"] == "10×10 convolution, relu"
    assert kinds["pool2"] == "2×2 max pooling"
    assert kinds["similarity"] == "dense, sigmoid"
    assert kinds["distance"] == "L1 distance"
    assert [stage.title for stage in plan.stages][-2:] == ["convolution 4", "embedding"]
