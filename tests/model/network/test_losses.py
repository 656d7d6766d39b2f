from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.slow

SAME, DIFFERENT = 1.0, 0.0


def contrastive(margin: float = 1.0) -> Any:
    from model.network.losses import ContrastiveLoss

    return ContrastiveLoss(margin)


@pytest.mark.parametrize(
    ("same", "distance", "expected"),
    [
        (SAME, 0.0, 0.0),
        (SAME, 0.6, 0.18),
        (SAME, 2.0, 2.0),
        (DIFFERENT, 0.0, 0.5),
        (DIFFERENT, 0.6, 0.08),
        (DIFFERENT, 1.0, 0.0),
        (DIFFERENT, 2.0, 0.0),
    ],
)
def test_known_pairs_at_a_margin_of_1(same: float, distance: float, expected: float) -> None:
    found = np.asarray(contrastive().call(np.float32([same]), np.float32([distance])))
    assert found.tolist() == [pytest.approx(expected)]


def test_the_margin_is_how_far_apart_two_people_should_be() -> None:
    found = np.asarray(contrastive(3.0).call(np.float32([DIFFERENT]), np.float32([2.0])))
    assert found.tolist() == [pytest.approx(0.5)]


def test_a_margin_that_separates_no_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="margin=0"):
        contrastive(0.0)


def test_it_is_stored_with_its_margin() -> None:
    import keras

    stored = keras.saving.serialize_keras_object(contrastive(2.5))
    assert keras.saving.deserialize_keras_object(stored).margin == 2.5


def test_the_length_of_a_difference_is_at_most_the_euclidean_distance() -> None:
    from model.network.losses import scalar_distance

    difference = np.random.default_rng(0).normal(size=(50, 16)).astype(np.float32)
    euclidean = np.linalg.norm(difference, axis=1)
    found = np.asarray(scalar_distance(np.abs(difference)))
    assert (found <= euclidean + 1e-6).all()
    assert found.mean() > 0.7 * euclidean.mean()
    np.testing.assert_allclose(scalar_distance(euclidean[:, np.newaxis]), euclidean, rtol=1e-6)
