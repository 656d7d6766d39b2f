import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.runtime.head import Distance, Head
from model.verification.decision import Thresholds, decide
from model.verification.references import BLOCK, LEVELS, References
from tests.model.runtime.test_head_properties import faces, heads

DIMENSIONS = 16
EUCLIDEAN = Head(np.float32([-2]), 1.0, Distance.EUCLIDEAN)
MIXED = Head(np.random.default_rng(3).uniform(-2, 1, 3 * DIMENSIONS).astype(np.float32), 3.0, bases=3)


def exactly(head, embedding, embeddings):
    located = head.coordinates(embeddings)
    return head.similarity(head.coordinates(embedding[np.newaxis])[0], located)


def logits(similarities):
    return np.log(similarities) - np.log1p(-similarities)


@given(heads(st.floats(-4, 4, width=32)), st.integers(0, 1000))
def test_rounding_moves_no_axis_by_more_than_a_step(drawn, seed):
    head, dimensions = drawn
    points = faces(dimensions, count=6, seed=seed)
    found, expected = References(head, points[1:]).similarity(points[0]), exactly(head, points[0], points[1:])
    inside = (expected > 1e-3) & (expected < 1 - 1e-3)
    step = np.abs(head.weights).max() / LEVELS
    np.testing.assert_allclose(
        logits(found[inside].astype(np.float64)),
        logits(expected[inside].astype(np.float64)),
        atol=len(head.weights) * step + 1e-3,
    )
    np.testing.assert_allclose(found, expected, atol=len(head.weights) * step / 4 + 1e-4)


def test_thousands_are_compared_as_one_by_one():
    points = faces(DIMENSIONS, count=2 * BLOCK + 7)
    together = References(MIXED, points).similarity(points[0])
    alone = [References(MIXED, points[k : k + 1]).similarity(points[0])[0] for k in range(len(points))]
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_allclose(together, exactly(MIXED, points[0], points), atol=1e-3)


@pytest.mark.parametrize("sign", [-1, 1])
def test_oneself_is_as_like_as_the_bias_says(sign):
    head = Head(np.full(DIMENSIONS, sign, np.float32), 2.0)
    points = faces(DIMENSIONS, count=2)
    oneself, other = References(head, points).similarity(points[0])
    assert oneself == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-6)
    assert (other > oneself) == (sign > 0)


@pytest.mark.parametrize("head", [EUCLIDEAN, MIXED], ids=["euclidean", "l1"])
@pytest.mark.parametrize("length", [1, 40])
def test_what_cannot_be_rounded_is_compared_exactly(head, length):
    """Neither the Euclidean distance nor embeddings that are longer than 1."""
    points = faces(DIMENSIONS)
    probe = points[0] * np.float32(length)
    found, expected = References(head, points).similarity(probe), exactly(head, probe, points)
    np.testing.assert_allclose(found, expected, atol=0 if length > 1 or head is EUCLIDEAN else 1e-3)


@pytest.mark.parametrize("length", [-np.inf, np.nan, np.inf])
def test_a_face_that_is_no_number_matches_nobody(length):
    references = References(MIXED, faces(DIMENSIONS))
    with np.errstate(invalid="ignore"):
        similarities = references.similarity(np.full(DIMENSIONS, length, np.float32))
    assert not decide(similarities, Thresholds(0.0, 0.0)).verified


def test_a_reference_that_is_no_number_matches_nobody_and_spoils_no_other():
    points = faces(DIMENSIONS)
    points[1] = np.nan
    similarities = References(MIXED, points).similarity(points[0])
    assert np.isnan(similarities).tolist() == [False, True, False, False, False]


@pytest.mark.parametrize("weight", [0, -1e-44])
def test_without_weights_everybody_is_as_like_as_the_bias_says(weight):
    head = Head(np.full(DIMENSIONS, weight, np.float32), 0.0)
    points = faces(DIMENSIONS)
    np.testing.assert_array_equal(References(head, points).similarity(points[0]), np.full(5, 0.5, np.float32))
