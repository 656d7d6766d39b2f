import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.runtime.similarity_head import Distance, Head
from model.verification.decision import Thresholds, decide
from model.verification.reference_index import FEW, HIGHEST_LEVEL, References
from tests.model.runtime.test_similarity_head_properties import faces, heads

DIMENSIONS, MANY = 16, FEW + 1
EUCLIDEAN = Head(np.float32([-2]), 1.0, Distance.EUCLIDEAN)
MIXED = Head(np.random.default_rng(3).uniform(-2, 1, 3 * DIMENSIONS).astype(np.float32), 3.0, bases=3)


def exactly(head, embedding, embeddings):
    located = head.coordinates(embeddings)
    return head.similarity(head.coordinates(embedding[np.newaxis])[0], located)


def logits(similarities):
    similarities = similarities.astype(np.float64)
    return np.log(similarities) - np.log1p(-similarities)


def most_by_rounding(head, embeddings):
    """Of a logit: half a step for each of the two points, on every axis."""
    located = head.coordinates(embeddings) * head.weights
    return len(head.weights) * np.ptp(located, axis=0).max() / HIGHEST_LEVEL


@pytest.mark.parametrize("head", [EUCLIDEAN, MIXED], ids=["euclidean", "l1"])
@pytest.mark.parametrize("count", [1, FEW])
def test_a_few_are_compared_exactly(head, count):
    points = faces(DIMENSIONS, count)
    np.testing.assert_array_equal(
        References(head, points).similarity(points[0]), exactly(head, points[0], points)
    )


@given(heads(st.floats(-4, 4, width=32)), st.integers(0, 1000), st.sampled_from([0.5, 1, 3]))
def test_rounding_moves_many_by_no_more_than_a_step_on_each_axis(drawn, seed, length):
    """Wherever the face lies: among the references or beyond them."""
    head, dimensions = drawn
    points = faces(dimensions, MANY + 1, seed)
    probe, points = points[0] * np.float32(length), points[1:]
    found, expected = References(head, points).similarity(probe), exactly(head, probe, points)
    most = most_by_rounding(head, points)
    np.testing.assert_allclose(found, expected, atol=most / 4 + 1e-5)
    inside = (expected > 1e-3) & (expected < 1 - 1e-3)
    np.testing.assert_allclose(logits(found[inside]), logits(expected[inside]), atol=most + 1e-3)


def test_references_that_are_alike_lose_little():
    """The steps fit the references: those of one person lie closer together than people do."""
    points = faces(DIMENSIONS, 1) + faces(DIMENSIONS, MANY, seed=1) / 20
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    stranger = faces(DIMENSIONS, 1, seed=2)[0]
    for probe in (points[0], stranger):
        np.testing.assert_allclose(
            References(MIXED, points).similarity(probe), exactly(MIXED, probe, points), atol=2e-3
        )


@pytest.mark.parametrize("count", [5, MANY])
@pytest.mark.parametrize("sign", [-1, 1])
def test_oneself_is_as_like_as_the_bias_says(sign, count):
    head = Head(np.full(DIMENSIONS, sign, np.float32), 2.0)
    points = faces(DIMENSIONS, count)
    oneself, *others = References(head, points).similarity(points[0])
    assert oneself == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-6)
    assert ((np.array(others) > oneself) == (sign > 0)).all()


def test_many_of_the_same_are_compared_exactly():
    points = np.repeat(faces(DIMENSIONS, 1), MANY, axis=0)
    probe = faces(DIMENSIONS, 1, seed=1)[0]
    np.testing.assert_allclose(
        References(MIXED, points).similarity(probe), exactly(MIXED, probe, points), atol=1e-6
    )


def test_many_that_are_longer_than_1_are_compared_exactly():
    points = faces(DIMENSIONS, MANY)
    points[3] *= 40
    np.testing.assert_array_equal(
        References(MIXED, points).similarity(points[0]), exactly(MIXED, points[0], points)
    )


@pytest.mark.parametrize("count", [5, MANY])
@pytest.mark.parametrize("length", [-np.inf, np.nan, np.inf])
def test_a_face_that_is_no_number_matches_nobody(length, count):
    references = References(MIXED, faces(DIMENSIONS, count))
    with np.errstate(invalid="ignore"):
        similarities = references.similarity(np.full(DIMENSIONS, length, np.float32))
    assert similarities.shape == (count,)
    assert not decide(similarities, Thresholds(0.0, 0.0)).verified


@pytest.mark.parametrize("count", [5, MANY])
def test_a_reference_that_is_no_number_matches_nobody_and_spoils_no_other(count):
    points = faces(DIMENSIONS, count)
    points[1] = np.nan
    similarities = References(MIXED, points).similarity(points[0])
    assert np.flatnonzero(np.isnan(similarities)).tolist() == [1]


@pytest.mark.parametrize("count", [5, MANY])
@pytest.mark.parametrize("weight", [0, -1e-44])
def test_without_weights_everybody_is_as_like_as_the_bias_says(weight, count):
    head = Head(np.full(DIMENSIONS, weight, np.float32), 0.0)
    points = faces(DIMENSIONS, count)
    found = References(head, points).similarity(points[0])
    np.testing.assert_array_equal(found, np.full(count, 0.5, np.float32))
