import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, synthetic_samples
from training.data.samples import Samples, build_samples
from training.figures.label_layout import MapLayout, lay_out_map, overlaps

AREA = np.array([[20.0, 80.0, 1400.0, 880.0]])


def scatter(people: int, crops_each: int, seed: int = 0) -> tuple[Samples, np.ndarray]:
    """The points of each person form a cluster."""
    samples = synthetic_samples(people, crops_each)
    rng = np.random.default_rng(seed)
    return samples, (rng.normal(0, 10, (people, 2))[samples.people] + rng.normal(0, 0.4, (len(samples), 2)))


SIZES = {"few": (3, 4), "a hundred crops": (20, 5), "far too many": (120, 5)}


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def laid_out(request: pytest.FixtureRequest) -> tuple[Samples, MapLayout]:
    samples, points = scatter(*request.param)
    return samples, lay_out_map(samples, points, AREA)


@pytest.mark.slow
def test_no_two_thumbnails_overlap(laid_out):
    rectangles = np.concatenate([thumbnail.rectangle for thumbnail in laid_out[1].thumbnails])
    np.testing.assert_array_equal(overlaps(rectangles, rectangles), np.eye(len(rectangles), dtype=np.bool_))


@pytest.mark.slow
def test_thumbnails_stay_inside_the_area_and_cover_no_point(laid_out):
    rectangles = np.concatenate([thumbnail.rectangle for thumbnail in laid_out[1].thumbnails])
    assert (rectangles[:, :2] >= AREA[:, :2]).all()
    assert (rectangles[:, 2:] <= AREA[:, 2:]).all()
    for x, y in laid_out[1].positions:
        left, top, right, bottom = rectangles.T
        assert not ((left < x) & (x < right) & (top < y) & (y < bottom)).any()


@pytest.mark.slow
def test_no_name_and_no_crop_appears_twice(laid_out):
    samples, layout = laid_out
    named = [samples.people[thumbnail.index] for thumbnail in layout.thumbnails if thumbnail.name]
    assert len(named) == len(set(named))
    shown = [thumbnail.index for thumbnail in layout.thumbnails]
    assert len(shown) == len(set(shown))
    for thumbnail in layout.thumbnails:
        assert thumbnail.name in ("", samples.names[samples.people[thumbnail.index]])


def test_with_enough_room_everyone_has_a_name():
    samples, points = scatter(12, 3)
    named = {thumbnail.name for thumbnail in lay_out_map(samples, points, AREA).thumbnails}
    assert named - {""} == set(samples.names)


def test_the_layout_keeps_the_order_of_points():
    samples, points = scatter(6, 4)
    positions = lay_out_map(samples, points, AREA).positions
    np.testing.assert_array_equal(np.argsort(positions, axis=0), np.argsort(points, axis=0))


def test_anonymous_crops_have_no_name():
    samples = build_samples([("ada", pictures_of(0, 2))], pictures_of(1, 3))
    layout = lay_out_map(samples, np.float32([[0, 0], [1, 0], [5, 5], [5, 0], [0, 5]]), AREA)
    assert [thumbnail.name for thumbnail in layout.thumbnails] == ["ada", "", "", "", ""]


def test_coinciding_points_are_laid_out():
    layout = lay_out_map(synthetic_samples(2, 2), np.zeros((4, 2), np.float32), AREA)
    assert np.isfinite(layout.positions).all()
