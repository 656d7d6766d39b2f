import os
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from model.vision.alignment import TEMPLATE, align
from model.vision.face import LEFT_EYE, NOSE, RIGHT_EYE, Face, most_central_face
from model.vision.frame import Box, RgbImage
from model.vision.mtcnn import MtcnnFinder
from tests.support.fakes import face_at, grey
from tests.support.synthetic_people import pictures_of
from training.data.crop_cache import read_image
from training.data.degradations import (
    DEGRADATIONS,
    MASK_COLOUR,
    SUNGLASSES_COLOUR,
    Degradation,
    blur,
    brightness,
    cut_by_frame,
    gamma,
    jpeg,
    low_resolution,
    lower_half_mask,
    noise,
    rotation,
    sunglasses,
)
from training.lfw.crops import MIN_FACE_SIZE, sample_images
from training.lfw.folder import LfwFolder

FACE = face_at(50, 40, 150)
PICTURE = pictures_of(3, 1, 250)[0]
CHANCE = np.random.default_rng(0)


def checkered(size: int = 250) -> RgbImage:
    """Squares of 2x2 pixels, dark and bright."""
    rows, columns = np.indices((size, size)) // 2
    return np.repeat(((rows + columns) % 2 * 160 + 40)[..., None], 3, axis=2).astype(np.uint8)


@pytest.mark.parametrize("degradation", DEGRADATIONS, ids=lambda one: one.name)
class TestEach:
    def test_it_changes_a_picture_but_not_its_size_and_leaves_the_original_alone(
        self, degradation: Degradation
    ) -> None:
        original = PICTURE.copy()
        changed = degradation(original, FACE, "Ann_0001.jpg")
        assert (changed.shape, changed.dtype) == (original.shape, original.dtype)
        assert (changed != original).any()
        np.testing.assert_array_equal(original, PICTURE)

    def test_the_same_picture_becomes_the_same(self, degradation: Degradation) -> None:
        first, again = (degradation(PICTURE, FACE, "Ann_0001.jpg") for _ in range(2))
        np.testing.assert_array_equal(first, again)

    def test_it_works_on_a_face_that_reaches_beyond_the_picture(self, degradation: Degradation) -> None:
        assert degradation(PICTURE, face_at(180, 200, 300), "Ann").shape == PICTURE.shape


def test_each_has_its_own_name_and_fingerprint() -> None:
    assert len({degradation.name for degradation in DEGRADATIONS}) == len(DEGRADATIONS)
    assert len({degradation.fingerprint() for degradation in DEGRADATIONS}) == len(DEGRADATIONS)


def test_another_strength_has_another_fingerprint_and_the_same_has_the_same() -> None:
    weak, strong, again = (Degradation("noise", noise(sigma)) for sigma in (5, 6, 5))
    assert weak.fingerprint() == again.fingerprint() != strong.fingerprint()


def test_noise_depends_on_the_name_of_the_picture() -> None:
    degradation = Degradation("noise", noise(20))
    assert (degradation(PICTURE, FACE, "Ann_0001.jpg") != degradation(PICTURE, FACE, "Ann_0002.jpg")).any()


@pytest.mark.parametrize(("factor", "level", "expected"), [(0.4, 100, 40), (1.6, 100, 160), (1.6, 200, 255)])
def test_light_multiplies_levels_up_to_white(factor: float, level: int, expected: int) -> None:
    assert np.unique(brightness(factor)(grey(level), FACE, CHANCE)).tolist() == [expected]


@pytest.mark.parametrize("factor", [0.4, 1.6])
def test_the_mean_brightness_has_the_ratio_of_the_name(factor: float) -> None:
    picture = np.minimum(PICTURE, 150)
    assert brightness(factor)(picture, FACE, CHANCE).mean() / picture.mean() == pytest.approx(
        factor, rel=0.01
    )


@pytest.mark.parametrize(("exponent", "expected"), [(0.5, 128), (2.0, 16)])
def test_gamma_bends_the_levels_and_keeps_black_and_white(exponent: float, expected: int) -> None:
    levels = [np.unique(gamma(exponent)(grey(level), FACE, CHANCE)).tolist() for level in (0, 64, 255)]
    assert levels == [[0], [expected], [255]]


@pytest.mark.parametrize("size", [50, 100, 200])
def test_blur_is_as_wide_in_the_crop_however_large_the_face(size: float) -> None:
    """An edge between black and white is as a Gaussian of 2 crop pixels makes it."""
    picture = grey(0, 250, 250)
    picture[:, 125:] = 255
    face = face_at(125 - size / 2, 125 - size / 2, size)
    row = align(blur(2.0)(picture, face, CHANCE), face.landmarks)[50, :, 0].astype(float)
    slope = np.diff(row).clip(0)
    middle = (slope * np.arange(99)).sum() / slope.sum()
    width = np.sqrt((slope * (np.arange(99) - middle) ** 2).sum() / slope.sum())
    assert width == pytest.approx(2.0, abs=0.2)


def test_a_face_far_away_has_as_many_pixels_as_the_name_says() -> None:
    """Of 8-pixel stripes a 160-pixel face at 40 keeps 2 pixels each; of 2-pixel ones nothing."""
    face = Face(Box(40, 40, 160, 200), TEMPLATE * np.float32(1.6) + np.float32(40), 1.0)
    wide = np.tile(np.repeat([[40], [200]], 8, axis=0)[:, :, None], (15, 240, 3)).astype(np.uint8)
    assert low_resolution(40)(wide, face, CHANCE).std() > 50
    assert low_resolution(40)(checkered(240), face, CHANCE).std() < 5


def test_a_face_that_is_far_away_already_stays_as_it_is() -> None:
    np.testing.assert_array_equal(low_resolution(40)(PICTURE, face_at(100, 100, 30), CHANCE), PICTURE)


def test_jpeg_is_near_but_not_the_same_and_worse_is_farther() -> None:
    smooth = np.asarray(cv2.GaussianBlur(PICTURE, (0, 0), 2), np.uint8)
    far, near = (
        np.abs(jpeg(quality)(smooth, FACE, CHANCE).astype(int) - smooth).mean() for quality in (25, 95)
    )
    assert 0 < near < far < 8


def test_jpeg_keeps_red_red() -> None:
    red = grey(0)
    red[..., 0] = 200
    assert jpeg(25)(red, FACE, CHANCE).mean(axis=(0, 1)) == pytest.approx([200, 0, 0], abs=4)


def test_noise_is_as_strong_as_it_says() -> None:
    noisy = noise(20)(grey(128, 250, 250), FACE, CHANCE).astype(float)
    assert noisy.mean() == pytest.approx(128, abs=0.5)
    assert noisy.std() == pytest.approx(20, abs=0.3)
    assert np.corrcoef(noisy[..., 0].ravel(), noisy[..., 1].ravel())[0, 1] == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("degrees", [20.0, -20.0])
def test_a_rolled_landmark_lands_where_expected(degrees: float) -> None:
    """Counter-clockwise about the middle of the box, as seen in the picture, whose y points down."""
    picture = grey(0, 250, 250)
    x, y = FACE.landmarks[RIGHT_EYE].round().astype(int)
    picture[y - 2 : y + 3, x - 2 : x + 3] = 255
    middle = np.array([FACE.box.left + FACE.box.width / 2, FACE.box.top + FACE.box.height / 2])
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    expected = turn @ ([x, y] - middle) + middle
    rows, columns = np.nonzero(rotation(degrees)(picture, FACE, CHANCE)[..., 0] > 128)
    assert [columns.mean(), rows.mean()] == pytest.approx(expected, abs=0.5)


def test_the_covered_half_is_one_colour_and_the_eyes_are_free() -> None:
    crop = align(lower_half_mask(PICTURE, FACE, CHANCE), FACE.landmarks)
    untouched = align(PICTURE, FACE.landmarks)
    nose_down, below = round(float(TEMPLATE[NOSE, 1])) - 3, slice(30, 70)
    assert np.unique(crop[nose_down:, below].reshape(-1, 3), axis=0).tolist() == [list(MASK_COLOUR)]
    np.testing.assert_array_equal(crop[:52], untouched[:52])


def test_a_mask_turns_with_the_face() -> None:
    turn = np.float32([[0, -1], [1, 0]])
    face = Face(Box(50, 50, 150, 150), FACE.landmarks @ turn.T + np.float32([250, 0]), 1.0)
    crop = align(lower_half_mask(PICTURE, face, CHANCE), face.landmarks)
    assert np.unique(crop[70:95, 35:65].reshape(-1, 3), axis=0).tolist() == [list(MASK_COLOUR)]


def test_glasses_cover_both_eyes_and_what_is_between_but_nothing_below() -> None:
    worn = sunglasses(PICTURE, FACE, CHANCE)
    left, right, nose = (FACE.landmarks[place] for place in (LEFT_EYE, RIGHT_EYE, NOSE))
    for place in (left, right, (left + right) / 2):
        column, row = place.round().astype(int)
        assert worn[row, column].tolist() == list(SUNGLASSES_COLOUR)
    np.testing.assert_array_equal(worn[round(nose[1]) :], PICTURE[round(nose[1]) :])


@pytest.mark.slow
@pytest.mark.skipif("SAMEFACE_DATA" not in os.environ, reason="SAMEFACE_DATA does not name a folder with LFW")
def test_our_finder_still_finds_most_faces_where_they_were() -> None:
    lfw = LfwFolder(Path(os.environ["SAMEFACE_DATA"]) / "lfw_home")
    pictures = [read_image(file) for file in sample_images(lfw, lfw.dev_test_people(), 20)]
    finder = MtcnnFinder(min_face_size=MIN_FACE_SIZE)
    faces = [finder.find(picture)[0] for picture in pictures]
    for degradation in DEGRADATIONS:
        degraded = [degradation(picture, face, "") for picture, face in zip(pictures, faces, strict=True)]
        found = [most_central_face(finder.find(picture), picture) for picture in degraded]
        moved = [_moved(face, degradation.name) for face in faces]
        near = [one is not None and _near(one, face) for one, face in zip(found, moved, strict=True)]
        assert sum(near) >= 0.7 * len(pictures), degradation.name


def _moved(face: Face, degradation: str) -> Face:
    """Where the face is after the degradation: a quarter of its box may lie outside the frame."""
    if degradation != "a quarter cut by the frame":
        return face
    across = 250 - (face.box.left + 0.75 * face.box.width)
    return replace(face, landmarks=face.landmarks + np.float32([across, 0]))


def _near(found: Face, face: Face) -> bool:
    distance = np.linalg.norm(found.landmarks.mean(axis=0) - face.landmarks.mean(axis=0))
    return bool(distance < 0.4 * face.eye_distance)


def test_a_face_cut_by_the_frame_ends_at_its_right_border() -> None:
    image = grey(128, 250, 250)
    image[:, 90] = 255
    moved = cut_by_frame(0.2)(image, face_at(40, 50, 100), CHANCE)
    # 80 of the box's 100 pixels stay: its left border, at 40, moves to 170, and column 90 to 220.
    assert np.flatnonzero(moved[100, :, 0] == 255).tolist() == [220]
