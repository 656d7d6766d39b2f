from itertools import pairwise

import numpy as np
import pytest

from app.gui.drawing.scales import LINEAR, SIMILARITY, Scale

SCALES = {"linear": LINEAR, "similarity": SIMILARITY}
NEAR_ONE = [1 - 10**-power for power in np.linspace(0.5, 7, 60)]
VALUES = [0.0, 1e-6, *np.linspace(0.01, 0.65, 60), *NEAR_ONE, 1.0]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_more_lies_further_right_between_both_ends(scale: Scale) -> None:
    places = [scale.position(float(value)) for value in VALUES]
    assert places[0] == 0
    assert places[-1] == pytest.approx(1)
    assert all(left < right for left, right in pairwise(places))


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_a_place_gives_the_value_that_lies_there(scale: Scale) -> None:
    for position in np.linspace(0, 1, 101):
        value = scale.value_at(float(position))
        assert scale.position(value) == pytest.approx(position, abs=0.007)


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_the_ends_are_nought_and_one_and_nothing_lies_beyond(scale: Scale) -> None:
    assert [scale.value_at(position) for position in (-0.5, 0.0, 1.0, 1.5)] == [0, 0, 1, 1]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_keys_reach_every_part_and_come_back(scale: Scale) -> None:
    value, risen = 0.0, []
    while value < 1:
        risen.append(value)
        value = scale.value_at(scale.position(value) + scale.step)
        assert value > risen[-1]
    assert len(risen) <= 1.2 / scale.step
    while value > 0:
        lower = scale.value_at(scale.position(value) - scale.step)
        assert lower < value
        value = lower


def test_similarities_near_one_can_be_told_apart_and_set() -> None:
    bar_px = 300
    set_by_pixel = {SIMILARITY.value_at(pixel / bar_px) for pixel in range(bar_px + 1)}
    assert len([value for value in set_by_pixel if 0.95 < value < 0.9999]) > 80
    assert bar_px * (SIMILARITY.position(0.9999) - SIMILARITY.position(0.95)) > 80
    assert bar_px * (SIMILARITY.position(0.5) - SIMILARITY.position(0.1)) > 20
