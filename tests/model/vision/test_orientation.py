from collections.abc import Sequence

import numpy as np
import pytest

from app.camera.demo.portraits import EILEEN_COLLINS, GRACE_HOPPER
from model.vision.alignment import TEMPLATE
from model.vision.face import Face
from model.vision.frame import Box, RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.orientation import (
    MIN_ROTATED_SCORE,
    MIN_UPRIGHT_SCORE,
    ROTATIONS,
    find_oriented_faces,
    rotate,
    rotation_words,
)
from tests.support.fakes import face_at

TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT = range(4)


def marked(*corners: int) -> RgbImage:
    """Bright in these corners."""
    image = np.zeros((60, 90, 3), np.uint8)
    for corner in corners:
        image[[4, 4, -5, -5][corner], [4, -5, -5, 4][corner]] = 255
    return image


class CornerFinder:
    """Finds a face where the top left corner is bright, with the scores given in turn. At the second look, at
    an aligned crop, it finds those again that ``again`` says, in turn. Counts the pictures of the first."""

    def __init__(self, *scores: float, again: Sequence[bool] = ()) -> None:
        self.seen = 0
        self._scores = iter(scores)
        self._again = iter(again)

    def find(self, image: RgbImage) -> list[Face]:
        if image.shape == (200, 200, 3):
            return [Face(Box(50, 50, 100, 100), TEMPLATE + 50, 0.9)] if next(self._again) else []
        self.seen += 1
        return [Face(Box(0, 0, 50, 50), face_at().landmarks, next(self._scores))] if image[4, 4, 0] else []


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_images_are_rotated_clockwise(rotation) -> None:
    upright = rotate(marked(TOP_LEFT), rotation)
    assert upright.shape[:2] == ((60, 90) if rotation in (0, 180) else (90, 60))
    corner = rotation // 90
    expected = np.rot90(marked(TOP_LEFT), -corner)
    np.testing.assert_array_equal(upright, expected)


@pytest.mark.parametrize(
    ("corner", "rotation"), [(TOP_LEFT, 0), (BOTTOM_LEFT, 90), (BOTTOM_RIGHT, 180), (TOP_RIGHT, 270)]
)
def test_a_face_is_found_in_any_orientation(corner: int, rotation: int) -> None:
    found = find_oriented_faces(marked(corner), CornerFinder(MIN_UPRIGHT_SCORE))
    assert (found.rotation, len(found.faces)) == (rotation, 1)
    assert found.image[4, 4, 0] == 255


def test_an_upright_face_is_accepted_with_any_score_and_without_rotation() -> None:
    finder = CornerFinder(0.81, 1.0, again=[True])
    assert find_oriented_faces(marked(TOP_LEFT, BOTTOM_LEFT), finder).rotation == 0
    assert finder.seen == 1


def test_a_spurious_upright_face_is_not_accepted() -> None:
    finder = CornerFinder(0.97, 0.96, again=[False, True])
    assert find_oriented_faces(marked(TOP_LEFT, BOTTOM_LEFT), finder).rotation == 90


def test_a_spurious_upright_face_is_kept_without_a_better_one() -> None:
    finder = CornerFinder(0.9, 0.94, 0.96, again=[False, False])
    found = find_oriented_faces(marked(TOP_LEFT, BOTTOM_LEFT, TOP_RIGHT), finder)
    assert (found.rotation, [face.score for face in found.faces]) == (0, [0.9])


def test_the_rotation_with_the_highest_score_is_chosen() -> None:
    finder = CornerFinder(0.96, 0.99, again=[True, True])
    assert find_oriented_faces(marked(BOTTOM_LEFT, TOP_RIGHT), finder).rotation == 270


def test_a_low_score_in_a_rotated_image_does_not_count() -> None:
    finder = CornerFinder(MIN_ROTATED_SCORE - 0.01)
    found = find_oriented_faces(marked(BOTTOM_LEFT), finder)
    assert (found.faces, found.rotation, finder.seen) == ([], 0, 4)


@pytest.mark.parametrize("portrait", [EILEEN_COLLINS, GRACE_HOPPER], ids=lambda portrait: portrait.person)
@pytest.mark.parametrize("rotation", ROTATIONS)
def test_rotated_portraits_are_brought_upright(portrait, rotation) -> None:
    image, finder = portrait.read(), MtcnnFinder()
    found = find_oriented_faces(rotate(image, rotation), finder)
    assert found.rotation == -rotation % 360
    np.testing.assert_array_equal(found.faces[0].landmarks, finder.find(image)[0].landmarks)


def test_the_rotation_is_described() -> None:
    assert rotation_words(90) == "No face in it is upright: it was turned clockwise by 90 degrees."
