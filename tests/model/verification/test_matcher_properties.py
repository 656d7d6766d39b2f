import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.runtime.similarity_head import Head
from model.verification.matcher import Matcher
from tests.fakes import FakeEmbedder
from tests.strategies import rgb_images

CROPS = rgb_images(st.just(6))
GALLERIES = st.lists(CROPS, min_size=1, max_size=6)
HEADS = st.builds(
    lambda weights, bias: Head(np.float32(weights), bias),
    st.lists(st.floats(-50, 0, width=32), min_size=3, max_size=3),
    st.floats(-20, 20),
)


def compared(head: Head, crop, references):
    matcher = Matcher(FakeEmbedder(), head)
    matcher.use_references(references)
    return matcher.compare(crop)


@given(HEADS, CROPS, GALLERIES)
def test_each_reference_gets_the_share_that_it_gets_alone(head, crop, gallery):
    together = compared(head, crop, gallery)
    assert ((together >= 0) & (together <= 1)).all()
    alone = [compared(head, crop, [reference])[0] for reference in gallery]
    np.testing.assert_allclose(together, alone, rtol=1e-5)


@given(HEADS, CROPS, CROPS)
def test_who_is_held_against_whom_does_not_matter(head, one, other):
    np.testing.assert_allclose(compared(head, one, [other]), compared(head, other, [one]), rtol=1e-5)


@given(HEADS, CROPS, GALLERIES)
def test_nobody_is_liker_than_the_same_crop(head, crop, gallery):
    similarities = compared(head, crop, [*gallery, crop])
    assert similarities[-1] == similarities.max()


@given(HEADS, CROPS, GALLERIES, GALLERIES)
def test_of_earlier_references_nothing_is_left(head, crop, earlier, gallery):
    matcher = Matcher(FakeEmbedder(), head)
    for references in (earlier, gallery):
        matcher.use_references(references)
        similarities = matcher.compare(crop)
    np.testing.assert_array_equal(similarities, compared(head, crop, gallery))
    matcher.use_references([])
    assert matcher.compare(crop).shape == (0,)
