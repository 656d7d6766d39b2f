import numpy as np
import pytest

from model.runtime.similarity_head import BLOCK, Distance, Head
from model.verification.comparison.reference_index import ReferenceIndex
from model.verification.decision import Thresholds, decide
from tests.model.runtime.test_similarity_head_properties import faces

DIMENSIONS = 16
EUCLIDEAN = Head(np.float32([-2]), 1.0, Distance.EUCLIDEAN)
MIXED_SIGNS = Head(np.random.default_rng(3).uniform(-2, 1, 3 * DIMENSIONS).astype(np.float32), 3.0, bases=3)
COUNTS = [1, 5, BLOCK + 1]


@pytest.mark.parametrize("head", [EUCLIDEAN, MIXED_SIGNS], ids=["euclidean", "l1"])
@pytest.mark.parametrize("count", COUNTS)
def test_similarities_are_those_of_the_head(head, count):
    embeddings = faces(DIMENSIONS, count)
    face = faces(DIMENSIONS, 1, seed=1)[0]
    expected = head.similarity(head.coordinates(face[np.newaxis])[0], head.coordinates(embeddings))
    np.testing.assert_array_equal(ReferenceIndex(head, embeddings).similarities(face), expected)


@pytest.mark.parametrize("count", COUNTS[1:])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_face_is_as_similar_to_itself_as_the_bias_says(sign, count):
    head = Head(np.full(DIMENSIONS, sign, np.float32), 2.0)
    embeddings = faces(DIMENSIONS, count)
    itself, *others = ReferenceIndex(head, embeddings).similarities(embeddings[0])
    assert itself == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-6)
    assert ((np.array(others) > itself) == (sign > 0)).all()


@pytest.mark.parametrize("value", [-np.inf, np.nan, np.inf])
def test_a_face_that_is_not_finite_matches_no_reference(value):
    index = ReferenceIndex(MIXED_SIGNS, faces(DIMENSIONS, 5))
    with np.errstate(invalid="ignore"):
        similarities = index.similarities(np.full(DIMENSIONS, value, np.float32))
    assert similarities.shape == (5,)
    assert not decide(similarities, Thresholds(0.0, 0.0)).verified


@pytest.mark.parametrize("count", COUNTS[1:])
def test_a_reference_that_is_not_a_number_matches_nothing_and_affects_no_other(count):
    embeddings = faces(DIMENSIONS, count)
    embeddings[1] = np.nan
    similarities = ReferenceIndex(MIXED_SIGNS, embeddings).similarities(embeddings[0])
    assert np.flatnonzero(np.isnan(similarities)).tolist() == [1]


@pytest.mark.parametrize("weight", [0, -1e-44])
def test_without_weights_every_reference_is_as_similar_as_the_bias_says(weight):
    head = Head(np.full(DIMENSIONS, weight, np.float32), 0.0)
    embeddings = faces(DIMENSIONS, 5)
    similarities = ReferenceIndex(head, embeddings).similarities(embeddings[0])
    np.testing.assert_array_equal(similarities, np.full(5, 0.5, np.float32))
