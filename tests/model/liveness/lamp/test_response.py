from dataclasses import replace

import pytest

from model.liveness.lamp.response import lamp_response
from model.liveness.lamp.sequence import PALETTE
from model.liveness.lamp.verdict import MAX_ADDED_SHARE, MAX_ADDED_SHARE_IN_PARTS, MIN_EVENNESS, verdict_on
from model.liveness.result import LayerStatus, LivenessReason
from tests.support.lamp_light import FPS, film, glass, glass_below_the_brows, overexposed, person

ORDER = [PALETTE[number] for number in (0, 3, 1, 4, 2, 5, 0, 2, 4, 1)]
OTHER = [PALETTE[number] for number in (2, 5, 4, 0, 3, 1, 4, 2, 0, 5)]
FAILED = (LayerStatus.FAILED, LivenessReason.LIGHT_NOT_FOLLOWED)
TOO_WEAK = (LayerStatus.CANNOT_TELL, LivenessReason.LIGHT_TOO_WEAK)
PASSED = (LayerStatus.PASSED, None)

SCENES = {
    "a person in an ordinary room": (ORDER, person(0.2), PASSED),
    "a person in a dark room": (ORDER, person(0.7), PASSED),
    "a person in a bright room": (ORDER, person(0.03), PASSED),
    "a person with the lamp at one side": (ORDER, person(0.2, lit=(1.0, 0.6) * 3), PASSED),
    "a room so bright that the lamp is lost": (ORDER, person(0.004), TOO_WEAK),
    "a recording that knows nothing of the lamp": (ORDER, person(0.0, background=0.0), TOO_WEAK),
    "a recording of another sequence": (OTHER, person(0.2), TOO_WEAK),
    "glass that mirrors the screen": (ORDER, glass(0.1), FAILED),
    "glass that mirrors a bright screen in a dark room": (ORDER, glass(0.5), FAILED),
    "glass that mirrors the screen on the lower half": (ORDER, person(0.2, lit=(0, 0, 0, 1, 1, 1)), FAILED),
    "glass that mirrors the screen below the eyes": (ORDER, person(0.4, lit=(0.2, 0.2, 1, 1, 1, 1)), FAILED),
    "glass that mirrors the screen below the brows": (ORDER, glass_below_the_brows(0.3), FAILED),
    "an overexposed face": (ORDER, overexposed(0.5, person(0.2)), TOO_WEAK),
    "only the wall follows": (ORDER, person(0.1, background=3.0, lit=(0.01,) * 6), FAILED),
    "the wall follows as much as the face": (ORDER, person(0.2, background=1.0), FAILED),
}


@pytest.mark.parametrize(("shown", "scene", "verdict"), SCENES.values(), ids=SCENES)
def test_verdicts(shown, scene, verdict):
    assert verdict_on(lamp_response(*film(shown, ORDER, scene))) == verdict


@pytest.mark.parametrize("delay", [0, 2, 5, 8])
def test_the_delay_and_the_gain_are_measured(delay):
    response = lamp_response(*film(ORDER, ORDER, person(0.2), delay))
    assert response.delay_s == pytest.approx(delay / FPS, abs=0.15)
    assert response.gain == pytest.approx(0.17, abs=0.03)
    assert response.correlation > 0.98
    assert response.evenness > 0.9


def test_a_light_that_comes_a_phase_late_is_not_followed():
    assert verdict_on(lamp_response(*film(ORDER, ORDER, person(0.2), delay=round(0.4 * FPS) + 6))) != PASSED


def test_an_edge_below_the_brows_hides_the_glass_from_the_face_as_a_whole_only():
    response = lamp_response(*film(ORDER, ORDER, glass_below_the_brows(0.3)))
    assert response.added_share < MAX_ADDED_SHARE
    assert response.added_share_in_parts > MAX_ADDED_SHARE_IN_PARTS
    assert response.evenness > MIN_EVENNESS


def test_too_few_frames_give_no_response():
    show, seconds, lights = film(ORDER, ORDER, person(0.2))
    assert lamp_response(show, seconds[:30], lights[:30]) is None
    assert verdict_on(None) == (LayerStatus.CANNOT_TELL, LivenessReason.NOT_FINISHED)


@pytest.mark.parametrize(
    "name",
    [
        "gain",
        "error",
        "correlation",
        "added_share",
        "added_share_in_parts",
        "background_gain",
        "evenness",
        "overexposed",
    ],
)
def test_a_response_that_is_not_a_number_never_passes(name):
    response = lamp_response(*film(ORDER, ORDER, person(0.2)))
    assert verdict_on(response) == PASSED
    spoiled = replace(response, **{name: float("nan")})
    assert verdict_on(spoiled) == (LayerStatus.CANNOT_TELL, LivenessReason.INVALID_MEASURE)
