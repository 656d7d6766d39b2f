"""Names in the embedding.keras of every existing bundle: changing one makes old bundles unreadable."""

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "name", ["L1Distance", "EuclideanDistance", "WithMirrorImages", "MeanOfMirrorImages", "ContrastiveLoss"]
)
def test_a_keras_object_is_found_under_its_stored_name(name: str) -> None:
    import keras

    from model.network import layers, losses

    assert layers.__name__ and losses.__name__
    found = keras.saving.get_registered_object(f"sameface>{name}")
    assert keras.saving.get_registered_name(found) == f"sameface>{name}"


def test_the_layers_of_a_siamese_network_keep_their_names() -> None:
    from model.network.embedding import build_embedding
    from model.network.siamese import build_siamese

    siamese = build_siamese(build_embedding())
    assert [layer.name for layer in siamese.layers] == [
        "anchor",
        "validation",
        "embedding",
        "distance",
        "similarity",
    ]


def test_the_layers_of_the_embedding_keep_their_names() -> None:
    from model.network.embedding import build_embedding

    embedding = build_embedding()
    names = ["crop", "mirror", "likeness", "both_sides", "both_sides_norm", "spread", "embedding"]
    assert [layer.name for layer in embedding.layers] == names
    blocks = {layer.name for layer in embedding.get_layer("likeness").layers}
    assert blocks >= {"stem", "stage1_block1_first", "places", "project", "project_norm", "point"}


def test_the_shipped_embedding_has_these_layers() -> None:
    import keras

    from model.network import layers
    from model.runtime.bundle import SHIPPED_BUNDLE

    assert layers.__name__
    shipped = keras.saving.load_model(SHIPPED_BUNDLE / "embedding.keras")
    assert {layer.name for layer in shipped.layers} >= {"likeness", "spread", "embedding"}
