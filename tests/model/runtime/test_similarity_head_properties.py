import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from model.runtime.similarity_head import Distance, Head, decode_head, encode_head
from tests.support.json_strategies import nearly

WEIGHTS = st.floats(-1e4, 1e4, width=32)
DIMENSIONS = st.sampled_from([1, 2, 4, 16])


@st.composite
def heads(draw, weights=WEIGHTS):
    """A head and how many dimensions its embeddings have."""
    dimensions, distance = draw(DIMENSIONS), draw(st.sampled_from(Distance))
    bases = draw(st.integers(1, 4)) if distance is Distance.L1 else 1
    count = bases * dimensions if distance is Distance.L1 else 1
    drawn = draw(arrays.arrays(np.float32, count, elements=weights))
    return Head(drawn, draw(st.floats(-4, 4) | st.floats(-1e4, 1e4)), distance, bases), dimensions


def faces(dimensions, count=5, seed=0):
    points = np.random.default_rng(seed).normal(size=(count, dimensions))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


@given(heads(), st.integers(0, 1000))
def test_similarity_is_symmetric_and_in_the_unit_interval(drawn, seed):
    head, dimensions = drawn
    located = head.coordinates(faces(dimensions, seed=seed))
    table = np.array([head.similarity(one, located) for one in located])
    assert np.isfinite(table).all() and (table >= 0).all() and (table <= 1).all()
    np.testing.assert_allclose(table, table.T, atol=1e-4)


@given(heads(st.floats(-1, -0.125, width=32)), st.integers(0, 1000))
def test_with_negative_weights_a_face_is_most_similar_to_itself(drawn, seed):
    head, dimensions = drawn
    assume(abs(head.bias) < 5)
    points = faces(dimensions, seed=seed)
    located = head.coordinates(points)
    for number, one in enumerate(located):
        others = np.linalg.norm(points - points[number], axis=1) > 0.01
        similarities = head.similarity(one, located)
        assert (similarities[others] < similarities[number]).all()


@given(heads(), st.permutations(range(5)))
def test_similarities_follow_the_order_of_references(drawn, order):
    head, dimensions = drawn
    located = head.coordinates(faces(dimensions))
    in_order = head.similarity(located[0], located)
    np.testing.assert_allclose(
        head.similarity(located[0], located[order]), in_order[order], rtol=1e-4, atol=1e-6
    )


@given(heads())
def test_a_head_survives_encoding(drawn):
    head, dimensions = drawn
    read = decode_head(encode_head(head), dimensions)
    assert (read.bias, read.distance, read.bases) == (head.bias, head.distance, head.bases)
    np.testing.assert_array_equal(read.weights, head.weights)


@given(heads(), DIMENSIONS)
def test_a_head_is_refused_for_other_dimensions(drawn, other):
    head, dimensions = drawn
    if head.distance is Distance.L1 and other != dimensions:
        with pytest.raises(ValueError, match="were expected"):
            decode_head(encode_head(head), other)


WHOLE = {"distance": "l1", "weights": [1.0, -2.0], "bias": 0.5, "bases": 1}


@given(nearly(WHOLE, "euclidean", [1.0], [1, 2, 3, 4], [3e38, -3e38], 1e308))
@example(b'{"distance":"l1","weights":[1.0,1.0],"bias":1e308}')
@example(b'{"distance":"l1","weights":[3e38,-3e38],"bias":0.0}')
@example(b'{"distance":"euclidean","weights":[3e38],"bias":-3e38}')
def test_any_content_is_refused_or_compares(content):
    try:
        head = decode_head(content, dimensions=2)
    except ValueError:
        return
    located = head.coordinates(np.float32([[1, 0], [0, 1], [0.6, 0.8], [-0.6, -0.8]]))
    for one in located:
        similarities = head.similarity(one, located)
        assert ((similarities >= 0) & (similarities <= 1)).all()
