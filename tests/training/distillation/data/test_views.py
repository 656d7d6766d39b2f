import numpy as np

from tests.support.synthetic_people import pictures_of
from training.distillation.data.face_archive import SIZE
from training.distillation.data.views import VIEW_SIZE, jittered_view, mix, straight_view, take_view


def face() -> np.ndarray:
    return pictures_of(3, 1, SIZE)[0]


def test_a_view_has_the_size_that_teachers_take() -> None:
    for seed in range(8):
        view = take_view(face(), np.random.default_rng(seed))
        assert (view.shape, view.dtype) == ((VIEW_SIZE, VIEW_SIZE, 3), np.uint8)


def test_the_same_chance_gives_the_same_view_and_another_one_another() -> None:
    first, again, other = (take_view(face(), np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_a_view_that_is_not_moved_is_the_straight_one_or_its_mirror_image() -> None:
    straight = straight_view(face())
    views = [take_view(face(), np.random.default_rng(seed)) for seed in range(40)]
    unmoved = sum((view == straight).all() for view in views)
    mirrored = sum((view == straight[:, ::-1]).all() for view in views)
    assert unmoved > 0
    assert mirrored > 0
    assert unmoved + mirrored < 30


def test_about_half_of_the_views_are_mixed_and_the_others_untouched() -> None:
    views = np.concatenate([pictures_of(person, 10, VIEW_SIZE) for person in range(20)])
    before = views.copy()
    mixed = mix(views, 0.5, np.random.default_rng(0))
    np.testing.assert_array_equal(views, before)
    untouched = (mixed == views).all(axis=(1, 2, 3)).mean()
    assert 0.35 < untouched < 0.65


def test_a_mixed_view_lies_between_two_views() -> None:
    dark, bright = np.full((2, VIEW_SIZE, VIEW_SIZE, 3), [[[[40]]], [[[200]]]], np.uint8)
    mixed = mix(np.stack([dark, bright]), 1.0, np.random.default_rng(3))
    assert mixed.min() >= 40
    assert mixed.max() <= 200
    assert 40 < mixed[0].mean() < 200


def test_nothing_is_mixed_without_a_chance() -> None:
    views = pictures_of(1, 4, VIEW_SIZE)
    np.testing.assert_array_equal(mix(views, 0.0, np.random.default_rng(0)), views)


def marked() -> np.ndarray:
    """A face with one bright spot in the middle of its left half."""
    picture = np.zeros((SIZE, SIZE, 3), np.uint8)
    picture[60:68, 28:36] = 255
    return picture


def test_a_jittered_view_is_off_by_a_pixel_or_so_and_sometimes_by_more() -> None:
    views = [jittered_view(marked(), np.random.default_rng(seed)) for seed in range(200)]
    columns = [view.sum(axis=(0, 2)) @ np.arange(VIEW_SIZE) / view.sum() for view in views]
    rows = [view.sum(axis=(1, 2)) @ np.arange(VIEW_SIZE) / view.sum() for view in views]
    mirrored = np.array([column > VIEW_SIZE / 2 for column in columns])
    assert 0.35 < mirrored.mean() < 0.65
    off = np.where(mirrored, VIEW_SIZE - 1 - np.array(columns), columns) - 23.5
    for apart in (off, np.array(rows) - 55.5):
        assert 0.7 < np.median(np.abs(apart)) < 2
        assert 3 < np.abs(apart).max() < 20
