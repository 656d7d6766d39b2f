import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.runtime.similarity_head import Head
from model.verification.matcher import Matcher
from tests.support.fakes import FakeEmbedder
from tests.support.strategies import rgb_images

CROPS = rgb_images(st.just(6))
GALLERIES = st.lists(CROPS, min_size=1, max_size=6)
HEADS = st.builds(
    lambda weights, bias: Head(np.float32(weights), bias),
    st.lists(st.floats(-50, 0, width=32), min_size=3, max_size=3),
    st.floats(-20, 20),
)


def similarities_of(head: Head, crop, references):
    matcher = Matcher(FakeEmbedder(), head)
    matcher.set_references(references)
    return matcher.compare(crop)


@given(HEADS, CROPS, GALLERIES)
def test_each_similarity_does_not_depend_on_other_references(head, crop, gallery):
    together = similarities_of(head, crop, gallery)
    assert ((together >= 0) & (together <= 1)).all()
    alone = [similarities_of(head, crop, [reference])[0] for reference in gallery]
    np.testing.assert_allclose(together, alone, rtol=1e-5)


@given(HEADS, CROPS, CROPS)
def test_similarity_is_symmetric(head, one, other):
    np.testing.assert_allclose(
        similarities_of(head, one, [other]), similarities_of(head, other, [one]), rtol=1e-5
    )


@given(HEADS, CROPS, GALLERIES)
def test_no_reference_is_more_similar_than_the_same_crop(head, crop, gallery):
    similarities = similarities_of(head, crop, [*gallery, crop])
    assert similarities[-1] == similarities.max()


@given(HEADS, CROPS, GALLERIES, GALLERIES)
def test_earlier_references_leave_no_trace(head, crop, earlier, gallery):
    matcher = Matcher(FakeEmbedder(), head)
    for references in (earlier, gallery):
        matcher.set_references(references)
        similarities = matcher.compare(crop)
    np.testing.assert_array_equal(similarities, similarities_of(head, crop, gallery))
    matcher.set_references([])
    assert matcher.compare(crop).shape == (0,)
