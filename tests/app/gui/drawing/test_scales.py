from itertools import pairwise

import numpy as np
import pytest

from app.gui.drawing.scales import LINEAR, SIMILARITY, Scale

SCALES = {"linear": LINEAR, "similarity": SIMILARITY}
NEAR_ONE = [1 - 10**-power for power in np.linspace(0.5, 7, 60)]
VALUES = [0.0, 1e-6, *np.linspace(0.01, 0.65, 60), *NEAR_ONE, 1.0]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_larger_values_are_further_right(scale: Scale) -> None:
    positions = [scale.position(float(value)) for value in VALUES]
    assert positions[0] == 0
    assert positions[-1] == pytest.approx(1)
    assert all(left < right for left, right in pairwise(positions))


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_value_at_inverts_position(scale: Scale) -> None:
    for position in np.linspace(0, 1, 101):
        value = scale.value_at(float(position))
        assert scale.position(value) == pytest.approx(position, abs=0.007)


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_positions_outside_the_slider_count_as_its_ends(scale: Scale) -> None:
    assert [scale.value_at(position) for position in (-0.5, 0.0, 1.0, 1.5)] == [0, 0, 1, 1]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_arrow_keys_reach_both_ends_and_return(scale: Scale) -> None:
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


def test_similarities_near_one_can_be_set_precisely() -> None:
    bar_px = 300
    settable = {SIMILARITY.value_at(pixel / bar_px) for pixel in range(bar_px + 1)}
    assert len([value for value in settable if 0.95 < value < 0.9999]) > 80
    assert bar_px * (SIMILARITY.position(0.9999) - SIMILARITY.position(0.95)) > 80
    assert bar_px * (SIMILARITY.position(0.5) - SIMILARITY.position(0.1)) > 20


def test_many_similarities_have_the_positions_of_each() -> None:
    values = np.array(VALUES)
    each = [SIMILARITY.position(float(value)) for value in values]
    np.testing.assert_allclose(SIMILARITY.positions(values), each, atol=1e-9)
