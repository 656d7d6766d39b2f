import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.vision.cascade.boxes import (
    apply_offsets,
    box_sizes,
    intersection_over_smaller,
    iou,
    non_maximum_suppression,
    to_squares,
)
from tests.support.strategies import boxes

OVERLAPS = {"union": iou, "smaller": intersection_over_smaller}
LIMITS = st.floats(0.05, 0.95)


@given(boxes())
def test_a_square_is_the_smallest_around_its_box_with_the_same_centre(drawn):
    square = to_squares(drawn)
    assert (square[:, :2] <= drawn[:, :2]).all() and (square[:, 2:] >= drawn[:, 2:]).all()
    np.testing.assert_array_equal(square[:, :2] + square[:, 2:], drawn[:, :2] + drawn[:, 2:])
    np.testing.assert_array_equal(
        box_sizes(square), np.repeat(box_sizes(drawn).max(axis=1)[:, None], 2, axis=1)
    )


@given(boxes(), st.integers(-500, 500), st.integers(-500, 500))
def test_overlaps_are_symmetric_shares_that_do_not_depend_on_position(drawn, dx, dy):
    for overlap in OVERLAPS.values():
        shares = overlap(drawn)
        assert ((shares >= 0) & (shares <= 1)).all()
        np.testing.assert_array_equal(np.diag(shares), 1)
        np.testing.assert_array_equal(shares, shares.T)
        np.testing.assert_array_equal(overlap(drawn + np.float32([dx, dy] * 2)), shares)
    assert (iou(drawn) <= intersection_over_smaller(drawn)).all()


@given(boxes(), st.randoms(use_true_random=False))
def test_zero_offsets_change_nothing_and_equal_offsets_keep_the_size(drawn, random):
    np.testing.assert_array_equal(apply_offsets(drawn, np.zeros_like(drawn)), drawn)
    offset = np.float32([random.uniform(-1, 1), random.uniform(-1, 1)] * 2)
    shifted = apply_offsets(drawn, np.tile(offset, (len(drawn), 1)))
    np.testing.assert_allclose(box_sizes(shifted), box_sizes(drawn), atol=1e-3)


@pytest.mark.parametrize("overlap", OVERLAPS.values(), ids=OVERLAPS)
@given(drawn=boxes(), max_overlap=LIMITS, random=st.randoms(use_true_random=False))
def test_exactly_the_boxes_without_a_better_overlapping_box_stay(overlap, drawn, max_overlap, random):
    scores = np.array(random.sample(range(1000), len(drawn)), np.float32) / 1000
    best = non_maximum_suppression(drawn, scores, overlap, max_overlap).tolist()
    overlapping = overlap(drawn) > max_overlap
    for number in range(len(drawn)):
        is_suppressed = any(overlapping[number] & (scores > scores[number]))
        assert (number not in best) == is_suppressed
    assert scores[best].tolist() == sorted(scores[best], reverse=True)


@given(boxes(), LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_the_boxes_does_not_matter(drawn, max_overlap, random):
    scores = np.array(random.sample(range(1000), len(drawn)), np.float32) / 1000
    order = np.array(random.sample(range(len(drawn)), len(drawn)))
    best = non_maximum_suppression(drawn, scores, iou, max_overlap)
    shuffled = non_maximum_suppression(drawn[order], scores[order], iou, max_overlap)
    np.testing.assert_array_equal(order[shuffled], best)
