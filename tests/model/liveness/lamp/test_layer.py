import numpy as np
import pytest

from model.liveness.lamp.layer import Lamp
from model.liveness.lamp.sequence import GAMMA, PALETTE, linear_light
from model.liveness.result import LayerStatus, LivenessReason, Prompt
from model.vision.frame import Frame
from tests.support.fakes import face_at

COLOURS = [PALETTE[number] for number in (0, 3, 1, 4, 2, 5, 0, 2, 4, 1)]
FACE = face_at(30, 20, 60)
FPS = 15
NOBODY = np.zeros(3)


def scene(light, strength):
    """A face with dark and bright stripes before a wall; the lamp lights the face."""
    albedo = np.full((100, 120, 3), 0.3)
    albedo[20:80, 30:90] = 0.35
    albedo[30:80:5, 30:90] = albedo[31:80:5, 30:90] = 0.08
    gain = np.full((100, 120, 1), strength / 9)
    gain[10:90, 20:100] = strength
    noise = np.random.default_rng(0).normal(0, 1, albedo.shape)
    seen = (albedo * (1 + gain * light)).clip(0, 1) ** (1 / GAMMA)
    return (255 * seen + noise).clip(0, 255).astype(np.uint8)


def run(layer, strength, seconds=5.2):
    late, results = [NOBODY] * 3, []
    for number in range(round(seconds * FPS)):
        results.append(layer.add(Frame(scene(late.pop(0), strength), number, number / FPS), FACE))
        lamp = results[-1].lamp
        late.append(linear_light(lamp) if lamp else NOBODY)
        if results[-1].passed or results[-1].failed:
            break
    return results


@pytest.mark.slow
def test_a_face_that_the_lamp_lights_passes_after_one_show():
    results = run(Lamp(lambda: COLOURS), 0.3)
    assert results[-1].passed
    assert results[0].prompt is Prompt.HOLD_STILL
    assert results[0].lamp == COLOURS[0]
    assert {result.lamp for result in results[:-1]} >= set(COLOURS)
    assert results[-1].lamp is None
    assert results[-1].measure == pytest.approx(0.3, abs=0.1)


def test_in_a_bright_room_it_cannot_tell_and_begins_again():
    results = run(Lamp(lambda: COLOURS), 0.0)
    assert not any(result.passed for result in results)
    last = results[-1]
    assert (last.status, last.reason) == (LayerStatus.CANNOT_TELL, LivenessReason.LIGHT_TOO_WEAK)
    assert last.prompt is Prompt.DIM_THE_ROOM
    assert last.lamp is not None


def test_a_restart_chooses_other_colours_and_forgets_the_verdict():
    choices = iter([COLOURS, COLOURS[::-1]])
    layer = Lamp(lambda: next(choices))
    assert run(layer, 0.3)[-1].passed
    layer.restart()
    result = layer.add(Frame(scene(NOBODY, 0.3), 999, 999.0), FACE)
    assert (result.status, result.lamp) == (LayerStatus.GATHERING, COLOURS[-1])


def test_without_a_face_no_lamp_is_asked_for():
    result = Lamp().add(Frame(scene(NOBODY, 0.0), 0, 0.0), None)
    assert (result.status, result.lamp) == (LayerStatus.GATHERING, None)
