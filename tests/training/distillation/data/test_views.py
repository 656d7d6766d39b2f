import numpy as np

from tests.support.synthetic_people import pictures_of
from training.distillation.data.face_archive import FACE_SIZE
from training.distillation.data.views import VIEW_SIZE, center_view, jitter_view, mixup, sample_view


def face() -> np.ndarray:
    return pictures_of(3, 1, FACE_SIZE)[0]


def test_a_view_has_the_input_size_of_a_teacher() -> None:
    for seed in range(8):
        view = sample_view(face(), np.random.default_rng(seed))
        assert (view.shape, view.dtype) == ((VIEW_SIZE, VIEW_SIZE, 3), np.uint8)


def test_the_seed_determines_the_view() -> None:
    first, again, other = (sample_view(face(), np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_a_view_without_warp_is_the_centre_or_its_mirror_image() -> None:
    center = center_view(face())
    views = [sample_view(face(), np.random.default_rng(seed)) for seed in range(40)]
    unchanged = sum((view == center).all() for view in views)
    mirrored = sum((view == center[:, ::-1]).all() for view in views)
    assert unchanged > 0
    assert mirrored > 0
    assert unchanged + mirrored < 30


def test_mixup_changes_the_given_share_of_views() -> None:
    views = np.concatenate([pictures_of(person, 10, VIEW_SIZE) for person in range(20)])
    before = views.copy()
    mixed = mixup(views, 0.5, np.random.default_rng(0))
    np.testing.assert_array_equal(views, before)
    unchanged = (mixed == views).all(axis=(1, 2, 3)).mean()
    assert 0.35 < unchanged < 0.65


def test_a_mixed_view_is_between_its_two_views() -> None:
    dark, bright = np.full((2, VIEW_SIZE, VIEW_SIZE, 3), [[[[40]]], [[[200]]]], np.uint8)
    mixed = mixup(np.stack([dark, bright]), 1.0, np.random.default_rng(3))
    assert mixed.min() >= 40
    assert mixed.max() <= 200
    assert 40 < mixed[0].mean() < 200


def test_mixup_with_chance_zero_changes_nothing() -> None:
    views = pictures_of(1, 4, VIEW_SIZE)
    np.testing.assert_array_equal(mixup(views, 0.0, np.random.default_rng(0)), views)


def face_with_spot() -> np.ndarray:
    """A face with one bright spot in the middle of its left half."""
    image = np.zeros((FACE_SIZE, FACE_SIZE, 3), np.uint8)
    image[60:68, 28:36] = 255
    return image


def test_jitter_is_about_a_pixel_and_sometimes_several() -> None:
    views = [jitter_view(face_with_spot(), np.random.default_rng(seed)) for seed in range(200)]
    columns = [view.sum(axis=(0, 2)) @ np.arange(VIEW_SIZE) / view.sum() for view in views]
    rows = [view.sum(axis=(1, 2)) @ np.arange(VIEW_SIZE) / view.sum() for view in views]
    mirrored = np.array([column > VIEW_SIZE / 2 for column in columns])
    assert 0.35 < mirrored.mean() < 0.65
    right = np.where(mirrored, VIEW_SIZE - 1 - np.array(columns), columns) - 23.5
    for shifts in (right, np.array(rows) - 55.5):
        assert 0.7 < np.median(np.abs(shifts)) < 2
        assert 3 < np.abs(shifts).max() < 20
