import cv2
import numpy as np
import pytest

from model.vision.alignment import CROP_SIZE, TEMPLATE, align, share_outside, similarity_transform

PLACES = {
    "as in the crop": (1.0, 0, (0, 0)),
    "shifted": (1.0, 0, (37.25, 12.5)),
    "small": (0.5, 0, (60, 60)),
    "large": (2.6, 0, (20, 40)),
    "very large": (7.3, 0, (30, 10)),
    "tilted": (1.5, 25, (120, 60)),
    "upside down": (1.2, 180, (300, 300)),
    "tilted and large": (4.4, -40, (100, 420)),
}


def landmarks_at(scale: float, degrees: float, shift: tuple[float, float]) -> np.ndarray:
    """The template turned clockwise, scaled and shifted."""
    turn = np.exp(1j * np.radians(degrees)) * scale
    points = TEMPLATE.astype(np.float64) @ [1, 1j] * turn + complex(*shift)
    return np.stack([points.real, points.imag], axis=1).astype(np.float32)


def picture_of_one_spot(centre: np.ndarray, spread: float, size: int = 1000) -> np.ndarray:
    """A white spot with soft edges on black."""
    across, down = np.meshgrid(np.arange(size), np.arange(size))
    spot = 255 * np.exp(-((across - centre[0]) ** 2 + (down - centre[1]) ** 2) / (2 * spread**2))
    return np.repeat(spot[..., None], 3, axis=2).round().astype(np.uint8)


def centroid(crop: np.ndarray) -> np.ndarray:
    weight = crop[..., 0].astype(np.float64)
    down, across = np.indices(weight.shape)
    return np.array([(across * weight).sum(), (down * weight).sum()]) / weight.sum()


def distance_from_grey(crop: np.ndarray) -> float:
    return float(np.sqrt(np.mean((crop - 127.5) ** 2)))


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_the_transform_maps_landmarks_to_the_template(place) -> None:
    landmarks = landmarks_at(*place)
    matrix = similarity_transform(landmarks, TEMPLATE)
    np.testing.assert_allclose(landmarks @ matrix[:, :2].T + matrix[:, 2], TEMPLATE, atol=1e-3)


def test_transform_is_a_similarity_even_when_the_landmarks_are_not_the_template() -> None:
    squeezed = TEMPLATE * np.float32([0.6, 1.0])
    (a, b, _), (c, d, _) = similarity_transform(squeezed, TEMPLATE)
    assert (a, b) == (d, -c)


@pytest.mark.parametrize("landmark", range(5))
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_pixels_at_a_landmark_move_to_the_template(place, landmark: int) -> None:
    landmarks = landmarks_at(*place)
    image = picture_of_one_spot(landmarks[landmark], spread=1.5 * place[0])
    np.testing.assert_allclose(centroid(align(image, landmarks)), TEMPLATE[landmark], atol=0.2)


def test_an_aligned_image_is_copied() -> None:
    image = np.random.default_rng(0).integers(0, 256, (150, 150, 3), dtype=np.uint8)
    crop = align(image, TEMPLATE + np.float32([20, 30]))
    np.testing.assert_array_equal(crop, image[30 : 30 + CROP_SIZE, 20 : 20 + CROP_SIZE])


@pytest.mark.parametrize("scale", [2.2, 3.5, 8])
def test_shrinking_averages_detail_without_aliasing(scale: float) -> None:
    stripes = np.zeros((1000, 1000, 3), np.uint8)
    stripes[:, ::2] = 255
    landmarks = landmarks_at(scale, 0, (50, 50))
    crop = align(stripes, landmarks)
    naive = cv2.warpAffine(stripes, similarity_transform(landmarks, TEMPLATE), (CROP_SIZE, CROP_SIZE))
    assert distance_from_grey(crop) < 45 < distance_from_grey(naive)


def test_beyond_the_edge_the_border_is_repeated() -> None:
    white = np.full((120, 120, 3), 255, np.uint8)
    assert (align(white, landmarks_at(1, 0, (-60, -50))) == 255).all()
    assert (align(white, landmarks_at(4, 0, (-300, -300))) == 255).all()


def test_a_face_outside_the_image_gives_a_crop() -> None:
    image = np.full((40, 40, 3), 7, np.uint8)
    assert align(image, landmarks_at(5, 0, (3000, -3000))).shape == (CROP_SIZE, CROP_SIZE, 3)


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.parametrize("bad", [0.0, np.nan, np.inf], ids=["coincident", "nan", "infinite"])
def test_degenerate_landmarks_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="Landmarks must be finite and distinct"):
        align(np.zeros((50, 50, 3), np.uint8), np.full((5, 2), bad, np.float32))


MOVED = [((0, 0), 0), ((-50, 0), 0.5), ((0, -25), 0.25), ((50, 0), 0.5), ((-50, -50), 0.75), ((200, 0), 1)]


@pytest.mark.parametrize(("shift", "share"), MOVED)
def test_the_share_outside_the_image_is_measured(shift, share: float) -> None:
    """A crop that is the whole picture, moved."""
    whole = (slice(0, CROP_SIZE), slice(0, CROP_SIZE))
    landmarks = TEMPLATE + np.float32(shift)
    assert share_outside(landmarks, (CROP_SIZE, CROP_SIZE), whole) == pytest.approx(share, abs=0.011)


def test_the_share_outside_counts_only_the_given_part() -> None:
    right_half = (slice(0, CROP_SIZE), slice(CROP_SIZE // 2, CROP_SIZE))
    assert share_outside(TEMPLATE + np.float32([-40, 0]), (CROP_SIZE, CROP_SIZE), right_half) == 0


def test_landmarks_that_are_not_finite_count_as_outside() -> None:
    assert share_outside(np.full((5, 2), np.nan, np.float32), (9, 9), (slice(0, 9), slice(0, 9))) == 1
