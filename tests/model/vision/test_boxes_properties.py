import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.vision.boxes import moved, share_of_smaller, share_of_union, sizes, squared, unrivalled
from tests.strategies import boxes

OVERLAPS = {"of union": share_of_union, "of smaller": share_of_smaller}
LIMITS = st.floats(0.05, 0.95)


@given(boxes())
def test_a_square_holds_its_box_about_the_same_centre_and_no_smaller_one_does(drawn):
    square = squared(drawn)
    assert (square[:, :2] <= drawn[:, :2]).all() and (square[:, 2:] >= drawn[:, 2:]).all()
    np.testing.assert_array_equal(square[:, :2] + square[:, 2:], drawn[:, :2] + drawn[:, 2:])
    np.testing.assert_array_equal(sizes(square), np.repeat(sizes(drawn).max(axis=1)[:, None], 2, axis=1))


@given(boxes(), st.integers(-500, 500), st.integers(-500, 500))
def test_overlaps_are_shares_that_depend_on_neither_order_nor_place(drawn, across, down):
    for overlap in OVERLAPS.values():
        shares = overlap(drawn)
        assert ((shares >= 0) & (shares <= 1)).all()
        np.testing.assert_array_equal(np.diag(shares), 1)
        np.testing.assert_array_equal(shares, shares.T)
        np.testing.assert_array_equal(overlap(drawn + np.float32([across, down] * 2)), shares)
    assert (share_of_union(drawn) <= share_of_smaller(drawn)).all()


@given(boxes(), st.randoms(use_true_random=False))
def test_offsets_of_nothing_move_nothing_and_a_shift_of_all_sides_keeps_the_size(drawn, random):
    np.testing.assert_array_equal(moved(drawn, np.zeros_like(drawn)), drawn)
    offset = np.float32([random.uniform(-1, 1), random.uniform(-1, 1)] * 2)
    shifted = moved(drawn, np.tile(offset, (len(drawn), 1)))
    np.testing.assert_allclose(sizes(shifted), sizes(drawn), atol=1e-3)


@pytest.mark.parametrize("overlap", OVERLAPS.values(), ids=OVERLAPS)
@given(drawn=boxes(), limit=LIMITS, random=st.randoms(use_true_random=False))
def test_whoever_stays_has_no_better_rival_and_whoever_goes_has_one(overlap, drawn, limit, random):
    scores = np.array(random.sample(range(1000), len(drawn)), np.float32) / 1000
    kept = unrivalled(drawn, scores, overlap, limit).tolist()
    rivals = overlap(drawn) > limit
    for number in range(len(drawn)):
        has_better_rival = any(rivals[number] & (scores > scores[number]))
        assert (number not in kept) == has_better_rival
    assert scores[kept].tolist() == sorted(scores[kept], reverse=True)


@given(boxes(), LIMITS, st.randoms(use_true_random=False))
def test_the_order_in_which_boxes_come_changes_nothing(drawn, limit, random):
    scores = np.array(random.sample(range(1000), len(drawn)), np.float32) / 1000
    order = np.array(random.sample(range(len(drawn)), len(drawn)))
    kept = unrivalled(drawn, scores, share_of_union, limit)
    shuffled = unrivalled(drawn[order], scores[order], share_of_union, limit)
    np.testing.assert_array_equal(order[shuffled], kept)
