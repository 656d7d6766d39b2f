import numpy as np
import pytest

from model.runtime.axes import axes
from model.runtime.bundle import Head

EMBEDDINGS = np.random.default_rng(0).normal(size=(6, 8)).astype(np.float32)


@pytest.mark.parametrize("bases", [1, 3])
def test_a_similarity_by_the_formula(bases: int) -> None:
    weights = np.random.default_rng(1).uniform(-1, 0, 8 * bases).astype(np.float32)
    head = Head(weights, 3.0, bases)
    located = head.coordinates(EMBEDDINGS)
    assert located.shape == (6, 8 * bases)
    distances = np.abs((EMBEDDINGS[1:] - EMBEDDINGS[0]) @ axes(8, bases))
    expected = 1 / (1 + np.exp(-(distances @ weights + 3.0)))
    np.testing.assert_allclose(head.similarity(located[0], located[1:]), expected, atol=1e-6)


def test_along_its_own_axes_an_embedding_lies_where_it_is() -> None:
    np.testing.assert_array_equal(Head(np.ones(8, np.float32), 0.0).coordinates(EMBEDDINGS), EMBEDDINGS)
