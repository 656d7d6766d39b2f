import numpy as np
import pytest

from model.vision.cascade.boxes import (
    NO_BOXES,
    apply_offsets,
    box_sizes,
    intersection_over_smaller,
    iou,
    non_maximum_suppression,
    to_squares,
)

WIDE = np.array([[10, 20, 50, 40]], np.float32)


def test_box_sizes_are_width_and_height() -> None:
    assert box_sizes(WIDE).tolist() == [[40, 20]]


def test_squares_keep_the_centre_and_the_longer_side() -> None:
    assert to_squares(WIDE).tolist() == [[10, 10, 50, 50]]
    assert to_squares(WIDE[:, [1, 0, 3, 2]]).tolist() == [[10, 10, 50, 50]]


def test_offsets_count_both_border_pixels() -> None:
    offsets = np.array([[1, 0, 0, -1]], np.float32)
    assert apply_offsets(WIDE, offsets).tolist() == [[10 + 41, 20, 50, 40 - 21]]


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
    for overlap, expected in ((iou, union), (intersection_over_smaller, smaller)):
        np.testing.assert_allclose(overlap(boxes), [[1, expected], [expected, 1]], rtol=1e-6)


def test_the_best_of_overlapping_boxes_and_a_separate_one_stay() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], np.float32)
    scores = np.array([0.7, 0.9, 0.8], np.float32)
    assert non_maximum_suppression(boxes, scores, iou, max_overlap=0.5).tolist() == [1, 2]


def test_a_suppressed_box_still_suppresses_others() -> None:
    chain = np.array([[0, 0, 10, 10], [3, 0, 13, 10], [6, 0, 16, 10]], np.float32)
    scores = np.array([0.9, 0.8, 0.7], np.float32)
    assert non_maximum_suppression(chain, scores, iou, max_overlap=0.5).tolist() == [0]


def test_boxes_that_overlap_by_no_more_than_the_maximum_all_stay() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 0, 15, 10]], np.float32)
    scores = np.array([0.6, 0.9], np.float32)
    assert non_maximum_suppression(boxes, scores, intersection_over_smaller, max_overlap=0.5).tolist() == [
        1,
        0,
    ]


def test_no_boxes_stay_no_boxes() -> None:
    assert non_maximum_suppression(NO_BOXES, np.zeros(0, np.float32), iou, max_overlap=0.5).tolist() == []
    assert to_squares(NO_BOXES).shape == apply_offsets(NO_BOXES, NO_BOXES).shape == (0, 4)
