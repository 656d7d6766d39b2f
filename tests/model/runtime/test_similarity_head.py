import numpy as np
import pytest

from model.runtime.hadamard_bases import hadamard_axes
from model.runtime.similarity_head import BLOCK, Distance, Head, decode_head, encode_head

EMBEDDINGS = np.random.default_rng(0).normal(size=(6, 8)).astype(np.float32)


@pytest.mark.parametrize("bases", [1, 3])
def test_l1_similarity_follows_the_formula(bases: int) -> None:
    weights = np.random.default_rng(1).uniform(-1, 0, 8 * bases).astype(np.float32)
    head = Head(weights, 3.0, bases=bases)
    located = head.coordinates(EMBEDDINGS)
    assert located.shape == (6, 8 * bases)
    distances = np.abs((EMBEDDINGS[1:] - EMBEDDINGS[0]) @ hadamard_axes(8, bases))
    expected = 1 / (1 + np.exp(-(distances @ weights + 3.0)))
    np.testing.assert_allclose(head.similarity(located[0], located[1:]), expected, atol=1e-6)


def test_with_one_basis_coordinates_are_the_embedding() -> None:
    np.testing.assert_array_equal(Head(np.ones(8, np.float32), 0.0).coordinates(EMBEDDINGS), EMBEDDINGS)


def test_euclidean_similarity_follows_the_formula() -> None:
    head = Head(np.float32([-2.0]), 3.0, Distance.EUCLIDEAN)
    located = head.coordinates(EMBEDDINGS)
    apart = np.linalg.norm(EMBEDDINGS[1:] - EMBEDDINGS[0], axis=1)
    np.testing.assert_allclose(
        head.similarity(located[0], located[1:]), 1 / (1 + np.exp(2 * apart - 3)), atol=1e-6
    )


@pytest.mark.parametrize(
    "head",
    [
        Head(np.float32([-1, -2]), 0.5),
        Head(np.float32([-1, -2, -3, -4]), 0.5, bases=2),
        Head(np.float32([-2]), 0.5, Distance.EUCLIDEAN),
    ],
    ids=["l1", "l1 along two bases", "euclidean"],
)
def test_a_head_survives_encoding(head: Head) -> None:
    read = decode_head(encode_head(head), dimensions=2)
    assert (read.bias, read.distance, read.bases) == (head.bias, head.distance, head.bases)
    np.testing.assert_array_equal(read.weights, head.weights)


@pytest.mark.parametrize(
    "stored",
    [
        '{"distance": "l1", "weights": [1.0], "bias": 0.0}',
        '{"distance": "l1", "weights": [1.0, 2.0], "bias": 0.0, "bases": 2}',
        '{"distance": "l1", "weights": [1.0, 1e99], "bias": 0.0}',
        '{"distance": "l1", "weights": [], "bias": 0.0, "bases": 0}',
        '{"distance": "l1", "weights": [1.0, 2.0], "bias": "none"}',
        '{"distance": "euclidean", "weights": [1.0, 2.0], "bias": 0.0}',
        '{"distance": "euclidean", "weights": [1.0], "bias": 0.0, "bases": 2}',
        '{"distance": "manhattan", "weights": [1.0, 2.0], "bias": 0.0}',
        "no JSON",
    ],
)
def test_an_invalid_head_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode_head(stored.encode(), dimensions=2)


@pytest.mark.parametrize("distance", Distance)
def test_comparing_many_equals_comparing_one_by_one(distance: Distance) -> None:
    many = np.random.default_rng(2).normal(size=(2 * BLOCK + 7, 4)).astype(np.float32)
    head = Head(np.full(1 if distance is Distance.EUCLIDEAN else 4, -0.5, np.float32), 1.0, distance)
    together = head.similarity(many[0], many)
    alone = [head.similarity(many[0], many[k : k + 1])[0] for k in range(len(many))]
    np.testing.assert_allclose(together, alone, rtol=1e-5)
