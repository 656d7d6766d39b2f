import numpy as np
import pytest

from tests.support.synthetic_people import made_up_samples, pictures_of
from training.data.samples import Samples, build_samples
from training.figures.label_layout import MapLayout, lay_out, overlapping

PAGE = np.array([[20.0, 80.0, 1400.0, 880.0]])


def scatter(people: int, crops_each: int, seed: int = 0) -> tuple[Samples, np.ndarray]:
    """Everybody's crops near a place of their own."""
    samples = made_up_samples(people, crops_each)
    rng = np.random.default_rng(seed)
    return samples, (rng.normal(0, 10, (people, 2))[samples.people] + rng.normal(0, 0.4, (len(samples), 2)))


CROWDS = {"few": (3, 4), "a hundred crops": (20, 5), "far too many": (120, 5)}


@pytest.fixture(params=CROWDS.values(), ids=CROWDS)
def laid_out(request: pytest.FixtureRequest) -> tuple[Samples, MapLayout]:
    samples, points = scatter(*request.param)
    return samples, lay_out(samples, points, PAGE)


def test_no_two_thumbnails_overlap(laid_out):
    rooms = np.concatenate([thumbnail.rooms for thumbnail in laid_out[1].thumbnails])
    np.testing.assert_array_equal(overlapping(rooms, rooms), np.eye(len(rooms), dtype=np.bool_))


def test_thumbnails_stay_on_the_page_and_cover_no_point(laid_out):
    rooms = np.concatenate([thumbnail.rooms for thumbnail in laid_out[1].thumbnails])
    assert (rooms[:, :2] >= PAGE[:, :2]).all()
    assert (rooms[:, 2:] <= PAGE[:, 2:]).all()
    for x, y in laid_out[1].places:
        left, top, right, bottom = rooms.T
        assert not ((left < x) & (x < right) & (top < y) & (y < bottom)).any()


def test_nobody_is_named_twice_and_no_crop_shown_twice(laid_out):
    samples, layout = laid_out
    named = [samples.people[thumbnail.index] for thumbnail in layout.thumbnails if thumbnail.name]
    assert len(named) == len(set(named))
    shown = [thumbnail.index for thumbnail in layout.thumbnails]
    assert len(shown) == len(set(shown))
    for thumbnail in layout.thumbnails:
        assert thumbnail.name in ("", samples.names[samples.people[thumbnail.index]])


def test_with_room_everybody_has_a_name():
    samples, points = scatter(12, 3)
    named = {thumbnail.name for thumbnail in lay_out(samples, points, PAGE).thumbnails}
    assert named - {""} == set(samples.names)


def test_neighbours_stay_neighbours_on_the_page():
    samples, points = scatter(6, 4)
    places = lay_out(samples, points, PAGE).places
    np.testing.assert_array_equal(np.argsort(places, axis=0), np.argsort(points, axis=0))


def test_anonymous_crops_have_no_name():
    samples = build_samples([("ada", pictures_of(0, 2))], pictures_of(1, 3))
    layout = lay_out(samples, np.float32([[0, 0], [1, 0], [5, 5], [5, 0], [0, 5]]), PAGE)
    assert [thumbnail.name for thumbnail in layout.thumbnails] == ["ada", "", "", "", ""]


def test_points_at_one_place_are_borne():
    layout = lay_out(made_up_samples(2, 2), np.zeros((4, 2), np.float32), PAGE)
    assert np.isfinite(layout.places).all()
