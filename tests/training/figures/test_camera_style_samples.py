import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, synthetic_samples
from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.data.samples import build_samples
from training.figures.camera_style_samples import (
    MAX_COLUMNS,
    CameraStyleSamples,
    draw_camera_style_samples,
    sample_camera_style,
)
from training.figures.contact_sheet import UNKNOWN_PERSON

LONG = "Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe"


def samples(limit: int = 10, people: int = 12, seed: int = 0) -> CameraStyleSamples:
    strangers = synthetic_samples(people, crops_each=2)
    return sample_camera_style("ada", pictures_of(99, 30), strangers, limit, np.random.default_rng(seed))


def test_each_stranger_is_shown_once_with_a_crop_of_theirs():
    strangers = synthetic_samples(12, crops_each=2)
    shown = samples(10).others
    assert len({crop.name for crop in shown}) == 10
    for crop in shown:
        own = strangers.crops[strangers.people == strangers.names.index(crop.name)]
        assert any((crop.original == candidate).all() for candidate in own)
        assert (crop.styled != crop.original).any()


def test_the_persons_crops_are_evenly_spaced():
    shown, crops = samples(), pictures_of(99, 30)
    assert (len(shown.person_crops), shown.measured) == (MAX_COLUMNS, 30)
    np.testing.assert_array_equal(shown.person_crops[0], crops[0])
    np.testing.assert_array_equal(shown.person_crops[-1], crops[-1])


@pytest.mark.slow
def test_the_seed_selects_the_strangers():
    names = [[crop.name for crop in samples(5, seed=seed).others] for seed in (0, 0, 1)]
    assert names[0] == names[1] != names[2]


def test_an_anonymous_crop_is_named_somebody_else():
    strangers = build_samples([], pictures_of(1, 3))
    shown = sample_camera_style("ada", pictures_of(99, 4), strangers, 10, np.random.default_rng(0))
    assert [crop.name for crop in shown.others] == [UNKNOWN_PERSON]


@pytest.mark.slow
@pytest.mark.parametrize(("limit", "people"), [(1, 1), (10, 12), (14, 14)])
def test_everyone_is_named_and_no_text_is_cut_off_or_overlaps(limit, people):
    shown = samples(limit, people)
    canvas = draw_camera_style_samples(shown)
    assert {crop.name for crop in shown.others} <= set(texts_on(canvas))
    assert any("measured on 30 crops" in text for text in texts_on(canvas))
    assert not cut_off(canvas)
    assert not colliding(canvas)


def test_a_long_name_is_truncated():
    strangers = build_samples([(LONG, pictures_of(1, 1)), (LONG + "!", pictures_of(2, 1))])
    canvas = draw_camera_style_samples(
        sample_camera_style(LONG, pictures_of(99, 4), strangers, 2, np.random.default_rng(0))
    )
    assert not cut_off(canvas)
    assert not colliding(canvas)
