from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow


def test_mirror_images_follow_the_pictures_and_are_averaged_with_them() -> None:
    import keras

    from model.network.layers import MeanOfMirrorImages, WithMirrorImages

    pictures = np.arange(24, dtype=np.float32).reshape(2, 2, 3, 2)
    both = np.asarray(WithMirrorImages()(pictures))
    np.testing.assert_array_equal(both[:2], pictures)
    np.testing.assert_array_equal(both[2:], pictures[:, :, ::-1])
    rows = keras.ops.convert_to_tensor([[1.0, 2], [3, 4], [5, 6], [7, 8]])
    np.testing.assert_array_equal(MeanOfMirrorImages()(rows), [[3, 4], [5, 6]])


def test_an_embedding_is_the_same_for_the_mirror_image_and_survives_saving(tmp_path: Path) -> None:
    import keras

    from model.network.embedding import build_embedding

    keras.utils.set_random_seed(0)
    embedding = build_embedding()
    crops = np.random.default_rng(0).uniform(0, 255, (3, 100, 100, 3)).astype(np.float32)
    expected = np.asarray(embedding(crops))
    np.testing.assert_allclose(embedding(crops[:, :, ::-1].copy()), expected, atol=1e-6)
    embedding.save(tmp_path / "embedding.keras")
    np.testing.assert_array_equal(keras.saving.load_model(tmp_path / "embedding.keras")(crops), expected)


def test_every_layer_is_listed_once() -> None:
    from model.network.embedding import LIKENESS, SPREAD, build_embedding
    from model.network.layers import iter_layers

    names = [layer.name for layer in iter_layers(build_embedding())]
    assert len(names) == len(set(names))
    assert {"stem", "stage3_block2_second", "project", SPREAD} < set(names)
    assert LIKENESS not in names
