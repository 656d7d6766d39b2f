import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.vision.image_file import recompress
from tests.support.synthetic_people import synthetic_samples
from tests.training.camera_style.synthetic_camera import noisy, textured, to_uint8
from training.camera_style.lighting import measure_lighting
from training.camera_style.style import CameraStyle, apply_style, apply_style_to_all, measure_style
from training.data.samples import Samples
from training.jobs.progress import JobError


def camera(count: int = 12, seed: int = 100) -> NDArray[np.uint8]:
    """Crops of a dim, warm, soft and noisy camera, compressed as JPEG."""
    soft = np.stack([cv2.GaussianBlur(crop, (0, 0), 1.0) for crop in textured(count, seed, level=80)])
    captured = noisy(soft * np.float32([1.3, 1.0, 0.6]), 5.0)
    return np.stack([recompress(crop, 90) for crop in captured])


STRANGERS = to_uint8(textured(12, contrast=18))
STYLE = measure_style(camera())


def styled(
    crops: NDArray[np.uint8] = STRANGERS, style: CameraStyle = STYLE, seed: int = 0
) -> NDArray[np.uint8]:
    return np.stack(
        [apply_style(crop, style, np.random.default_rng([seed, k])) for k, crop in enumerate(crops)]
    )


def test_a_camera_style_holds_one_crop_style_per_crop():
    assert len(STYLE.crop_styles) == 12
    assert STYLE.jpeg_quality == 90
    assert STYLE.noise.deviations[0] == pytest.approx(5, rel=0.25)


def test_measuring_without_crops_is_an_error():
    with pytest.raises(JobError, match="Collect some"):
        measure_style(camera()[:0])


def test_styled_crops_measure_like_the_cameras_own():
    got = measure_style(styled())
    for zone in (0, 1):
        colours, wanted = (
            np.mean([crop.lighting.means[zone] for crop in style.crop_styles], axis=0)
            for style in (got, STYLE)
        )
        np.testing.assert_allclose(colours, wanted, atol=6)
    assert got.noise.deviations[0] == pytest.approx(STYLE.noise.deviations[0], rel=0.25)
    fine, wanted = (np.mean([crop.sharpness[1, 0] for crop in style.crop_styles]) for style in (got, STYLE))
    plain = np.mean([crop.sharpness[1, 0] for crop in measure_style(STRANGERS).crop_styles])
    assert abs(fine - wanted) < 0.35 * abs(plain - wanted)
    assert got.jpeg_quality == 90


def test_each_copy_gets_a_random_lighting():
    daylight = to_uint8(camera(6) + np.float32(60))
    style = measure_style(np.concatenate([camera(6), daylight]))
    copies = [apply_style(STRANGERS[0], style, np.random.default_rng(seed)) for seed in range(12)]
    levels = [measure_lighting(copy).means[0, 1] for copy in copies]
    assert np.ptp(levels) > 40


def test_the_same_seed_gives_the_same_copy():
    np.testing.assert_array_equal(styled(), styled())
    assert (styled(seed=0) != styled(seed=1)).any()


def test_no_pixel_moves():
    """Edges of a drawn face stay where they are."""
    crop = np.full((100, 100, 3), 170, np.uint8)
    for centre in ((34, 46), (66, 46), (50, 64)):
        cv2.circle(crop, centre, 6, (40, 40, 40), cv2.FILLED)
    before, after = (
        cv2.cvtColor(one, cv2.COLOR_RGB2GRAY).astype(np.float32) for one in (crop, styled([crop])[0])
    )
    window = cv2.createHanningWindow((100, 100), cv2.CV_32F)
    (across, down), _ = cv2.phaseCorrelate(before, after, window)
    assert np.hypot(across, down) < 0.25
    assert np.corrcoef(before[30:80, 25:75].ravel(), after[30:80, 25:75].ravel())[0, 1] > 0.9


@pytest.mark.slow
def test_a_crop_softer_than_the_cameras_stays_soft():
    sharp = measure_style(to_uint8(textured(8, seed=50)))
    soft = to_uint8(np.stack([cv2.GaussianBlur(crop, (0, 0), 2.0) for crop in textured(8)]))
    finest = [
        np.mean([crop.sharpness[0, 0] for crop in measure_style(crops).crop_styles])
        for crops in (soft, styled(soft, sharp), styled(to_uint8(textured(8)), sharp))
    ]
    assert finest[0] <= finest[1] < 0.3 * finest[2]


def test_samples_keep_their_people_and_crops_do_not_depend_on_each_other():
    samples = synthetic_samples(people=3, crops_each=2)
    styled_samples = apply_style_to_all(samples, STYLE, seed=7)
    assert styled_samples.names == samples.names
    np.testing.assert_array_equal(styled_samples.people, samples.people)
    assert (styled_samples.crops != samples.crops).any(axis=(1, 2, 3)).all()
    np.testing.assert_array_equal(
        apply_style_to_all(samples.subset(np.arange(2)), STYLE, 7).crops, styled_samples.crops[:2]
    )


def test_no_samples_stay_no_samples():
    empty = Samples(STRANGERS[:0], np.empty(0, np.int64), ())
    assert len(apply_style_to_all(empty, STYLE)) == 0
