import numpy as np
import pytest

from model.runtime.bundle import MANY_CROPS, load_bundle
from tests.fakes import lively


@pytest.fixture(scope="module")
def crops() -> list[np.ndarray]:
    return [lively(60 + number) for number in range(MANY_CROPS + 3)]


def test_many_crops_are_embedded_as_one_by_one_and_in_their_order(crops: list[np.ndarray]) -> None:
    bundle = load_bundle()
    alone = np.concatenate([bundle.embed([crop]) for crop in crops])
    for _ in range(2):
        np.testing.assert_array_equal(bundle.embed(crops), alone)


def test_a_bundle_for_one_thread_comes_to_the_same(crops: list[np.ndarray]) -> None:
    np.testing.assert_array_equal(load_bundle(threads=1).embed(crops), load_bundle().embed(crops))
