import numpy as np
import pytest

from model.runtime.similarity_head import Distance
from tests.support.comparisons import clustered_embeddings
from training.data.pairs import SAME, balanced_pairs
from training.heads.scale_fit import fit_scale

PEOPLE = np.arange(60).repeat(4)


@pytest.mark.parametrize("distance", Distance)
def test_the_similarity_is_a_probability_and_falls_with_the_distance(distance: Distance) -> None:
    embeddings = clustered_embeddings(PEOPLE, 0.5)
    head = fit_scale(embeddings, PEOPLE, distance)
    assert head.distance is distance
    assert len(set(head.weights.tolist())) == 1
    assert head.weights[0] < 0
    pairs = balanced_pairs(PEOPLE, np.random.default_rng(7))
    rows = zip(embeddings[pairs.left], embeddings[pairs.right], strict=True)
    found = np.array([head.similarity(one, other[np.newaxis])[0] for one, other in rows])
    assert found.mean() == pytest.approx(0.5, abs=0.03)
    likely = found > 0.5
    assert (pairs.same[likely] == SAME).mean() == pytest.approx(found[likely].mean(), abs=0.05)


def test_euclidean_heads_have_one_weight() -> None:
    assert fit_scale(clustered_embeddings(PEOPLE, 0.5), PEOPLE, Distance.EUCLIDEAN).weights.shape == (1,)
