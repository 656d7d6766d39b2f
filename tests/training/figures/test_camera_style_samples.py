import numpy as np
import pytest

from tests.support.synthetic_people import made_up_samples, pictures_of
from tests.training.figures.page_text import colliding, cut_off, texts_on
from training.data.samples import build_samples
from training.figures.camera_style_samples import COLUMNS, Twins, draw_twins, twins_of
from training.figures.contact_sheet import SOMEBODY

LONG = "Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe"


def twins(limit: int = 10, people: int = 12, seed: int = 0) -> Twins:
    strangers = made_up_samples(people, crops_each=2)
    return twins_of("ada", pictures_of(99, 30), strangers, limit, np.random.default_rng(seed))


def test_each_stranger_comes_once_with_their_own_crop():
    strangers = made_up_samples(12, crops_each=2)
    shown = twins(10).strangers
    assert len({twin.name for twin in shown}) == 10
    for twin in shown:
        own = strangers.crops[strangers.people == strangers.names.index(twin.name)]
        assert any((twin.plain == crop).all() for crop in own)
        assert (twin.dressed != twin.plain).any()


def test_the_users_crops_are_spread_over_all_of_them():
    shown, crops = twins(), pictures_of(99, 30)
    assert (len(shown.own), shown.measured) == (COLUMNS, 30)
    np.testing.assert_array_equal(shown.own[0], crops[0])
    np.testing.assert_array_equal(shown.own[-1], crops[-1])


def test_the_seed_decides_who_is_shown():
    names = [[twin.name for twin in twins(5, seed=seed).strangers] for seed in (0, 0, 1)]
    assert names[0] == names[1] != names[2]


def test_somebody_unknown_is_named_so():
    strangers = build_samples([], pictures_of(1, 3))
    shown = twins_of("ada", pictures_of(99, 4), strangers, 10, np.random.default_rng(0))
    assert [twin.name for twin in shown.strangers] == [SOMEBODY]


@pytest.mark.parametrize(("limit", "people"), [(1, 1), (10, 12), (14, 14)])
def test_everybody_is_named_and_nothing_is_cut_off_or_written_over(limit, people):
    shown = twins(limit, people)
    page = draw_twins(shown)
    assert {twin.name for twin in shown.strangers} <= set(texts_on(page))
    assert any("measured on 30 crops" in text for text in texts_on(page))
    assert not cut_off(page)
    assert not colliding(page)


def test_a_long_name_stays_in_its_place():
    strangers = build_samples([(LONG, pictures_of(1, 1)), (LONG + "!", pictures_of(2, 1))])
    page = draw_twins(twins_of(LONG, pictures_of(99, 4), strangers, 2, np.random.default_rng(0)))
    assert not cut_off(page)
    assert not colliding(page)
