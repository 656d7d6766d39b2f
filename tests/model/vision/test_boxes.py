import numpy as np
import pytest

from model.vision.boxes import NO_BOXES, moved, share_of_smaller, share_of_union, sizes, squared, unrivalled

WIDE = np.array([[10, 20, 50, 40]], np.float32)


def test_sizes_are_width_and_height() -> None:
    assert sizes(WIDE).tolist() == [[40, 20]]


def test_squared_keeps_the_centre_and_takes_the_longer_side() -> None:
    assert squared(WIDE).tolist() == [[10, 10, 50, 50]]
    assert squared(WIDE[:, [1, 0, 3, 2]]).tolist() == [[10, 10, 50, 50]]


def test_moved_counts_both_border_pixels() -> None:
    offsets = np.array([[1, 0, 0, -1]], np.float32)
    assert moved(WIDE, offsets).tolist() == [[10 + 41, 20, 50, 40 - 21]]


OVERLAPS = {
    "same": ([0, 0, 10, 10], 1.0, 1.0),
    "apart": ([20, 20, 30, 30], 0.0, 0.0),
    "touching": ([10, 0, 20, 10], 0.0, 0.0),
    "half": ([5, 0, 15, 10], 50 / 150, 0.5),
    "inside": ([2, 2, 7, 7], 0.25, 1.0),
}


@pytest.mark.parametrize(("other", "union", "smaller"), OVERLAPS.values(), ids=OVERLAPS)
def test_overlaps_of_two_boxes(other, union: float, smaller: float) -> None:
    boxes = np.array([[0, 0, 10, 10], other], np.float32)
    for overlap, expected in ((share_of_union, union), (share_of_smaller, smaller)):
        np.testing.assert_allclose(overlap(boxes), [[1, expected], [expected, 1]], rtol=1e-6)


def test_the_best_of_overlapping_boxes_stays_and_so_does_the_lonely_one() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], np.float32)
    scores = np.array([0.7, 0.9, 0.8], np.float32)
    assert unrivalled(boxes, scores, share_of_union, limit=0.5).tolist() == [1, 2]


def test_a_rivalled_box_still_rivals_others() -> None:
    chain = np.array([[0, 0, 10, 10], [3, 0, 13, 10], [6, 0, 16, 10]], np.float32)
    scores = np.array([0.9, 0.8, 0.7], np.float32)
    assert unrivalled(chain, scores, share_of_union, limit=0.5).tolist() == [0]


def test_boxes_that_overlap_by_no_more_than_the_limit_all_stay() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 0, 15, 10]], np.float32)
    scores = np.array([0.6, 0.9], np.float32)
    assert unrivalled(boxes, scores, share_of_smaller, limit=0.5).tolist() == [1, 0]


def test_no_boxes_stay_no_boxes() -> None:
    assert unrivalled(NO_BOXES, np.zeros(0, np.float32), share_of_union, limit=0.5).tolist() == []
    assert squared(NO_BOXES).shape == moved(NO_BOXES, NO_BOXES).shape == (0, 4)
