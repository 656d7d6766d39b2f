import numpy as np
import pytest

from model.runtime.bundle import MIN_POOLED_CROPS, load_bundle
from tests.support.fakes import sharp_image


@pytest.fixture(scope="module")
def crops() -> list[np.ndarray]:
    return [sharp_image(60 + number) for number in range(MIN_POOLED_CROPS + 3)]


@pytest.mark.slow
def test_pooled_embeddings_equal_single_ones_in_order(crops: list[np.ndarray]) -> None:
    bundle = load_bundle()
    alone = np.concatenate([bundle.embed([crop]) for crop in crops])
    for _ in range(2):
        np.testing.assert_array_equal(bundle.embed(crops), alone)


@pytest.mark.slow
def test_a_bundle_for_one_thread_gives_the_same_embeddings(crops: list[np.ndarray]) -> None:
    np.testing.assert_array_equal(load_bundle(threads=1).embed(crops), load_bundle().embed(crops))
