from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.slow

CROPS = np.random.default_rng(0).uniform(0, 255, (3, 100, 100, 3)).astype(np.float32)
SHARES = (0.25, 0.75)


@pytest.fixture(scope="module")
def network() -> Any:
    import keras

    from model.network.mobilefacenet import build_mobilefacenet

    keras.utils.set_random_seed(0)
    return build_mobilefacenet(SHARES)


def test_each_head_has_its_share_of_a_point_of_length_one(network: Any) -> None:
    first, second = np.split(np.asarray(network(CROPS)), 2, axis=1)
    np.testing.assert_allclose(np.square(first).sum(axis=1), SHARES[0], rtol=1e-5)
    np.testing.assert_allclose(np.square(second).sum(axis=1), SHARES[1], rtol=1e-5)


def test_one_head_alone_is_the_whole_point() -> None:
    from model.network.mobilefacenet import build_mobilefacenet

    rows = np.asarray(build_mobilefacenet()(CROPS))
    assert rows.shape == (3, 128)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)


def test_a_head_more_costs_a_tenth_of_the_weights(network: Any) -> None:
    from model.network.mobilefacenet import build_mobilefacenet

    one = build_mobilefacenet().count_params()
    assert 950_000 < one < 1_000_000
    assert network.count_params() < 1.1 * one


def test_the_last_map_is_seven_places_wide_whatever_is_resized(network: Any) -> None:
    assert network.get_layer("last").output.shape[1:] == (7, 7, 512)
    assert network.get_layer("stage1_block1_project").output.shape[1:] == (28, 28, 64)
    assert network.get_layer("stage2_block1_project").output.shape[1:] == (14, 14, 128)


def test_blocks_with_a_stride_have_no_shortcut(network: Any) -> None:
    shortcuts = {layer.name for layer in network.layers if layer.name.endswith("_add")}
    assert "stage1_block2_add" in shortcuts
    assert "stage4_block1_add" in shortcuts
    assert not shortcuts & {f"stage{number}_block1_add" for number in (1, 2, 3)}


def test_an_embedding_of_one_view_survives_saving(network: Any, tmp_path: Path) -> None:
    import keras

    from model.network.embedding import build_one_view_embedding

    embedding = build_one_view_embedding(network)
    expected = np.asarray(embedding(CROPS))
    assert expected.shape == (3, 128)
    np.testing.assert_allclose(np.linalg.norm(expected, axis=1), 1, rtol=1e-5)
    embedding.save(tmp_path / "embedding.keras")
    np.testing.assert_array_equal(keras.saving.load_model(tmp_path / "embedding.keras")(CROPS), expected)


def test_the_compact_network_neither_resizes_nor_pads_and_ends_with_the_same_map() -> None:
    from model.network.mobilefacenet import COMPACT, build_mobilefacenet

    compact = build_mobilefacenet(architecture=COMPACT)
    assert compact.get_layer("last").output.shape[1:] == (7, 7, 512)
    assert not [layer for layer in compact.layers if layer.name == "resize" or layer.name.endswith("_pad")]
    np.testing.assert_allclose(np.linalg.norm(np.asarray(compact(CROPS)), axis=1), 1, rtol=1e-5)
