import time
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.synthetic_people import made_up_samples
from tests.training.camera_style.synthetic_camera import noisy, textured, whole
from training.camera_style.lighting import light_of
from training.camera_style.style import CameraLook, dress, dressed, measure_look
from training.data.augmentation import Augmentation, augment
from training.data.jpeg import recompress
from training.data.samples import Samples
from training.jobs.progress import JobError


def camera(count: int = 12, seed: int = 100) -> NDArray[np.uint8]:
    """Crops of a dim, warm, soft and noisy camera, stored as JPEG."""
    soft = np.stack([cv2.GaussianBlur(crop, (0, 0), 1.0) for crop in textured(count, seed, level=80)])
    seen = noisy(soft * np.float32([1.3, 1.0, 0.6]), 5.0)
    return np.stack([recompress(crop, 90) for crop in seen])


STRANGERS = whole(textured(12, contrast=18))
LOOK = measure_look(camera())


def worn(crops: NDArray[np.uint8] = STRANGERS, look: CameraLook = LOOK, seed: int = 0) -> NDArray[np.uint8]:
    return np.stack([dress(crop, look, np.random.default_rng([seed, k])) for k, crop in enumerate(crops)])


def test_the_look_has_a_moment_for_each_crop():
    assert len(LOOK.moments) == 12
    assert LOOK.jpeg_quality == 90
    assert LOOK.noise.deviations[0] == pytest.approx(5, rel=0.25)


def test_a_look_needs_a_crop():
    with pytest.raises(JobError, match="Collect some"):
        measure_look(camera()[:0])


def test_dressed_crops_are_measured_like_the_cameras():
    got = measure_look(worn())
    for zone in (0, 1):
        colours, wanted = (
            np.mean([m.light.means[zone] for m in look.moments], axis=0) for look in (got, LOOK)
        )
        np.testing.assert_allclose(colours, wanted, atol=6)
    assert got.noise.deviations[0] == pytest.approx(LOOK.noise.deviations[0], rel=0.25)
    fine, wanted = (np.mean([m.detail[1, 0] for m in look.moments]) for look in (got, LOOK))
    plain = np.mean([m.detail[1, 0] for m in measure_look(STRANGERS).moments])
    assert abs(fine - wanted) < 0.35 * abs(plain - wanted)
    assert got.jpeg_quality == 90


def test_light_is_drawn_anew_for_each_copy():
    by_day = whole(camera(6) + np.float32(60))
    look = measure_look(np.concatenate([camera(6), by_day]))
    copies = [dress(STRANGERS[0], look, np.random.default_rng(seed)) for seed in range(12)]
    levels = [light_of(copy).means[0, 1] for copy in copies]
    assert np.ptp(levels) > 40


def test_the_same_chance_gives_the_same_copy():
    np.testing.assert_array_equal(worn(), worn())
    assert (worn(seed=0) != worn(seed=1)).any()


def test_no_pixel_moves():
    """Edges of a drawn face stay where they are."""
    crop = np.full((100, 100, 3), 170, np.uint8)
    for place in ((34, 46), (66, 46), (50, 64)):
        cv2.circle(crop, place, 6, (40, 40, 40), cv2.FILLED)
    before, after = (
        cv2.cvtColor(one, cv2.COLOR_RGB2GRAY).astype(np.float32) for one in (crop, worn([crop])[0])
    )
    window = cv2.createHanningWindow((100, 100), cv2.CV_32F)
    (across, down), _ = cv2.phaseCorrelate(before, after, window)
    assert np.hypot(across, down) < 0.25
    assert np.corrcoef(before[30:80, 25:75].ravel(), after[30:80, 25:75].ravel())[0, 1] > 0.9


def test_a_softer_crop_than_the_cameras_stays_soft():
    sharp = measure_look(whole(textured(8, seed=50)))
    soft = whole(np.stack([cv2.GaussianBlur(crop, (0, 0), 2.0) for crop in textured(8)]))
    finest = [
        np.mean([moment.detail[0, 0] for moment in measure_look(crops).moments])
        for crops in (soft, worn(soft, sharp), worn(whole(textured(8)), sharp))
    ]
    assert finest[0] <= finest[1] < 0.3 * finest[2]


def test_the_fingerprint_tells_looks_apart():
    others = (
        measure_look(camera(seed=200)),
        replace(LOOK, jpeg_quality=None),
        replace(LOOK, moments=LOOK.moments[:-1]),
        replace(LOOK, noise=replace(LOOK.noise, deviations=(5.5, 1.0, 1.0))),
    )
    assert measure_look(camera()).fingerprint() == LOOK.fingerprint()
    assert len({look.fingerprint() for look in (LOOK, *others)}) == 5


def test_samples_keep_their_people_and_each_crop_its_own_chance():
    samples = made_up_samples(people=3, crops_each=2)
    whole_set = dressed(samples, LOOK, seed=7)
    assert whole_set.names == samples.names
    np.testing.assert_array_equal(whole_set.people, samples.people)
    assert (whole_set.crops != samples.crops).any(axis=(1, 2, 3)).all()
    np.testing.assert_array_equal(dressed(samples.subset(np.arange(2)), LOOK, 7).crops, whole_set.crops[:2])


def test_nobody_can_be_dressed():
    nobody = Samples(STRANGERS[:0], np.empty(0, np.int64), ())
    assert len(dressed(nobody, LOOK)) == 0


def test_dressing_is_fast():
    """About as fast as augmentation; twenty times is far more than a busy machine makes of it."""
    rng, strong = np.random.default_rng(0), Augmentation(light_chance=1.0, degrade_chance=1.0)

    def seconds(action) -> float:
        start = time.perf_counter()
        for crop in STRANGERS:
            action(crop)
        return time.perf_counter() - start

    usual = min(seconds(lambda crop: augment(crop, strong, rng)) for _ in range(5))
    assert min(seconds(lambda crop: dress(crop, LOOK, rng)) for _ in range(5)) < 20 * usual
