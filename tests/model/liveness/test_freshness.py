import numpy as np
import pytest

from model.liveness.freshness import MIN_FRAMES, Freshness
from model.liveness.result import LayerStatus, LivenessReason
from model.vision.frame import Frame
from tests.support.fakes import face_at

FACE = face_at()
FPS = 30


def noisy_pictures(count, seed=0):
    """A still scene with the noise of a sensor."""
    rng = np.random.default_rng(seed)
    scene = rng.integers(40, 200, (240, 320, 3))
    return [(scene + rng.normal(0, 1.5, scene.shape)).clip(0, 255).astype(np.uint8) for _ in range(count)]


def run(pictures, times=None, layer=None):
    layer = layer or Freshness()
    times = times or [number / FPS for number in range(len(pictures))]
    frames = [Frame(picture, number, times[number]) for number, picture in enumerate(pictures)]
    return [layer.add(frame, FACE) for frame in frames]


def test_a_still_scene_with_noise_passes():
    results = run(noisy_pictures(60))
    assert [result.status for result in results[: MIN_FRAMES - 1]] == [LayerStatus.GATHERING] * (
        MIN_FRAMES - 1
    )
    assert {result.status for result in results[MIN_FRAMES - 1 :]} == {LayerStatus.PASSED}


def test_a_loop_fails():
    results = run(noisy_pictures(40) * 2)
    assert (results[-1].status, results[-1].reason) == (LayerStatus.FAILED, LivenessReason.REPEATED_FRAMES)
    assert results[39].status is LayerStatus.PASSED


def test_a_loop_that_runs_backwards_fails():
    forward = noisy_pictures(40)
    assert run([*forward, *forward[::-1]])[-1].failed


def test_one_picture_that_is_encoded_again_and_again_fails():
    picture = noisy_pictures(1)[0].astype(np.int16)
    rng = np.random.default_rng(1)
    again = [(picture + (rng.random(picture.shape) < 0.1)).clip(0, 255).astype(np.uint8) for _ in range(30)]
    assert run(again)[-1].reason is LivenessReason.REPEATED_FRAMES


def test_a_slow_camera_that_repeats_a_third_of_its_frames_passes():
    pictures = [picture for picture in noisy_pictures(40) for _ in range(1)]
    repeated = [picture for number, picture in enumerate(pictures) for _ in range(2 if number % 2 else 1)]
    assert run(repeated)[-1].passed


TIMES = {
    "backwards": 0.5,
    "twice the same": 1.0,
    "not a number": float("nan"),
    "endless": float("inf"),
    "too fast for a camera": 1.0005,
}


@pytest.mark.parametrize("seconds", TIMES.values(), ids=TIMES)
def test_impossible_times_fail(seconds):
    results = run(noisy_pictures(3), [0.9, 1.0, seconds])
    assert (results[-1].status, results[-1].reason) == (LayerStatus.FAILED, LivenessReason.IMPOSSIBLE_TIMES)


def test_a_failure_stays():
    layer = Freshness()
    run(noisy_pictures(2), [1.0, 0.5], layer)
    assert layer.add(Frame(noisy_pictures(3, seed=5)[2], 2, 2.0), FACE).failed


def test_frames_count_again_after_a_break_of_the_track():
    layer = Freshness()
    assert run(noisy_pictures(MIN_FRAMES), layer=layer)[-1].passed
    layer.restart()
    frame = Frame(noisy_pictures(1, seed=9)[0], 99, 9.0)
    assert layer.add(frame, FACE).status is LayerStatus.GATHERING


def test_frames_without_a_face_do_not_count():
    layer = Freshness()
    frames = [Frame(picture, number, number / FPS) for number, picture in enumerate(noisy_pictures(30))]
    assert {layer.add(frame, None).status for frame in frames} == {LayerStatus.GATHERING}


def test_a_camera_that_is_not_trusted_fails_at_once():
    result = Freshness(LivenessReason.VIRTUAL_CAMERA).add(Frame(noisy_pictures(1)[0], 0, 0.0), FACE)
    assert (result.status, result.reason) == (LayerStatus.FAILED, LivenessReason.VIRTUAL_CAMERA)
