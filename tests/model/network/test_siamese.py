import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.slow

CROPS = np.random.default_rng(0).uniform(0, 255, (3, 100, 100, 3)).astype(np.float32)
OTHERS = np.random.default_rng(1).uniform(0, 255, (3, 100, 100, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def siamese() -> Any:
    import keras

    from model.network.embedding import build_embedding
    from model.network.siamese import build_siamese

    keras.utils.set_random_seed(0)
    return build_siamese(build_embedding())


def test_embeddings_have_length_one(siamese: Any) -> None:
    embedded = np.asarray(siamese.get_layer("embedding")(CROPS))
    assert embedded.shape == (3, 128)
    np.testing.assert_allclose(np.linalg.norm(embedded, axis=1), 1, atol=1e-5)


def test_the_network_is_of_modest_size(siamese: Any) -> None:
    assert 1_000_000 < siamese.count_params() < 1_200_000


def test_inputs_are_named_and_similarity_is_a_probability(siamese: Any) -> None:
    similarity = np.asarray(siamese({"anchor": CROPS, "validation": OTHERS}))
    assert similarity.shape == (3, 1)
    assert ((similarity > 0) & (similarity < 1)).all()


def test_similarity_is_symmetric_and_highest_for_the_same_crop(siamese: Any) -> None:
    one_way, other_way = np.asarray(siamese([CROPS, OTHERS])), np.asarray(siamese([OTHERS, CROPS]))
    np.testing.assert_allclose(one_way, other_way, rtol=1e-5)
    assert (np.asarray(siamese([CROPS, CROPS])) > one_way).all()


def test_the_distance_is_the_absolute_difference() -> None:
    from model.network.layers import L1Distance

    one, other = np.float32([[1, 2]]), np.float32([[3, 1.5]])
    layer = L1Distance(name="apart")
    np.testing.assert_array_equal(np.asarray(layer(one, other)), [[2, 0.5]])
    assert layer.name == "apart"
    assert layer.compute_output_shape((None, 2), (None, 2)) == (None, 2)


def test_the_distance_along_further_axes() -> None:
    from model.network.layers import L1Distance
    from model.runtime.hadamard_bases import hadamard_axes

    one, other = np.random.default_rng(0).normal(size=(2, 5, 8)).astype(np.float32)
    layer = L1Distance.from_config(L1Distance(3, name="apart").get_config())
    np.testing.assert_allclose(
        np.asarray(layer(one, other)), np.abs((one - other) @ hadamard_axes(8, 3)), atol=1e-6
    )
    assert layer.compute_output_shape((None, 8), (None, 8)) == (None, 24)


def test_the_euclidean_distance_of_known_points() -> None:
    from model.network.layers import EuclideanDistance

    one, other = np.float32([[0, 3], [1, 1]]), np.float32([[4, 0], [1, 1]])
    layer = EuclideanDistance.from_config(EuclideanDistance(name="apart").get_config())
    np.testing.assert_allclose(np.asarray(layer(one, other)), [[5], [0]], atol=1e-6)
    assert layer.compute_output_shape((None, 2), (None, 2)) == (None, 1)


def test_two_embeddings_that_are_the_same_have_a_gradient() -> None:
    import tensorflow as tf

    from model.network.layers import EuclideanDistance

    point = tf.Variable([[1.0, 2.0]])
    with tf.GradientTape() as tape:
        apart = EuclideanDistance()(point, tf.constant([[1.0, 2.0]]))
    assert np.isfinite(np.asarray(tape.gradient(apart, point))).all()


def test_a_siamese_network_may_measure_the_euclidean_distance(tmp_path: Path) -> None:
    import keras

    from model.network.siamese import build_siamese
    from model.runtime.similarity_head import Distance
    from tests.support.tiny_siamese import tiny_embedding

    network = build_siamese(tiny_embedding(), Distance.EUCLIDEAN)
    network.save(tmp_path / "siamese.keras")
    again = keras.saving.load_model(tmp_path / "siamese.keras")
    expected = np.asarray(network([CROPS, OTHERS]))
    assert ((expected > 0) & (expected < 1)).all()
    np.testing.assert_allclose(np.asarray(again([CROPS, OTHERS])), expected, rtol=1e-5)


def test_embeddings_of_different_shape_are_refused() -> None:
    from model.network.layers import L1Distance

    with pytest.raises(ValueError, match="Received"):
        L1Distance().compute_output_shape((None, 2), (None, 3))


def test_a_fresh_process_loads_what_was_saved(siamese: Any, tmp_path: Path) -> None:
    siamese.save(tmp_path / "siamese.keras")
    np.savez(tmp_path / "crops.npz", anchor=CROPS, validation=OTHERS)
    program = (
        "import sys, keras, numpy as np, model.network.layers\n"
        "network = keras.saving.load_model(sys.argv[1] + '/siamese.keras')\n"
        "crops = np.load(sys.argv[1] + '/crops.npz')\n"
        "np.save(sys.argv[1] + '/out.npy', network([crops['anchor'], crops['validation']]))\n"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, check=True, timeout=240)
    loaded = np.load(tmp_path / "out.npy")
    np.testing.assert_allclose(loaded, np.asarray(siamese([CROPS, OTHERS])), rtol=1e-5)
