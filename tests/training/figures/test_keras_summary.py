import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("network", ["in use", "residual", "koch"])
def test_a_summary_holds_every_layer_with_its_shape_and_parameters(network: str) -> None:
    from model.network.bundle_import import load_siamese
    from model.network.layers import iter_layers
    from model.network.siamese import build_siamese
    from model.runtime.bundle import load_bundle
    from tests.training.figures.canvas_text import colliding, cut_off, texts_on
    from training.figures.architecture import draw_architecture
    from training.figures.keras_summary import NETWORKS, summarize_siamese

    in_use = network == "in use"
    siamese = load_siamese(load_bundle()) if in_use else build_siamese(NETWORKS[network][1]())
    summary = summarize_siamese(siamese, "Twins")
    expected = {
        layer.name: (tuple(layer.output.shape[1:]), layer.count_params()) for layer in iter_layers(siamese)
    }
    assert {layer.name: (layer.shape, layer.parameters) for layer in summary.layers} == expected
    assert len(summary.layers) == len(expected)
    assert summary.parameters == siamese.count_params()
    assert len({stage.title for stage in summary.stages}) == len(summary.stages)
    canvas = draw_architecture(summary)
    assert not any("…" in text for text in texts_on(canvas))
    assert not cut_off(canvas)
    assert not colliding(canvas)


def test_layers_are_described_in_words() -> None:
    from training.figures.keras_summary import summarize_network

    summary = summarize_network("koch")
    kinds = {layer.name: layer.kind for layer in summary.layers}
    assert kinds["convolve1"] == "10×10 convolution, relu"
    assert kinds["pool2"] == "2×2 max pooling"
    assert kinds["similarity"] == "dense, sigmoid"
    assert kinds["distance"] == "L1 distance"
    assert [stage.title for stage in summary.stages][-2:] == ["convolution 4", "embedding"]
