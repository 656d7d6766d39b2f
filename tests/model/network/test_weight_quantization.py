from typing import Any

import numpy as np
import pytest

from model.runtime.bundle import embed_each
from model.runtime.litert import LiteRtNetwork

pytestmark = pytest.mark.slow

CROPS = np.random.default_rng(0).integers(0, 256, (4, 20, 20, 3), np.uint8)


@pytest.fixture(scope="module")
def network() -> Any:
    """Ordinary and depthwise convolutions, and one kernel that two convolutions share."""
    import keras

    keras.utils.set_random_seed(0)
    crop = keras.Input((20, 20, 3))
    x = keras.layers.ReLU()(keras.layers.Conv2D(64, 4, 4)(crop))
    shared = keras.layers.Conv2D(64, 1)
    x = shared(keras.layers.DepthwiseConv2D(3, padding="same")(shared(x)))
    return keras.Model(crop, keras.layers.GlobalAveragePooling2D()(x))


def embed(content: bytes, dimensions: int) -> np.ndarray:
    return embed_each(LiteRtNetwork(content), CROPS, dimensions)


def test_with_convolutions_of_bytes_it_computes_almost_the_same(network: Any) -> None:
    from model.network.bundle_export import convert

    expected = np.asarray(network(CROPS.astype(np.float32)))
    error = np.abs(embed(convert(network), 64) - expected).max()
    assert 0 < error < 0.02 * np.abs(expected).max()


def test_a_weight_of_an_ordinary_convolution_takes_a_byte() -> None:
    import keras

    from model.network.bundle_export import convert

    wide = keras.Sequential([keras.Input((20, 20, 3)), keras.layers.Conv2D(256, 1)])
    wide.add(keras.layers.DepthwiseConv2D(1))
    wide.add(keras.layers.Conv2D(256, 1))
    ordinary, depthwise = 256 * 256 + 256 * 3, 256
    assert ordinary + 4 * depthwise < len(convert(wide)) < 1.2 * ordinary


def test_a_channel_of_zeros_stays_zero() -> None:
    import keras

    from model.network.bundle_export import convert

    crop = keras.Input((20, 20, 3))
    convolution = keras.layers.Conv2D(2, 4)
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.DepthwiseConv2D(1)(convolution(crop)))
    model = keras.Model(crop, x)
    kernel = np.zeros(convolution.kernel.shape, np.float32)
    kernel[..., 1] = 0.5
    convolution.kernel.assign(kernel)
    embedding = embed(convert(model), 2)
    assert np.all(embedding[:, 0] == 0)
    assert np.all(embedding[:, 1] != 0)
