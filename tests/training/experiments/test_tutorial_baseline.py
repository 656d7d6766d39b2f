import numpy as np
import pytest

from tests.support.fakes import sharp_image

pytestmark = pytest.mark.slow


def test_the_crop_is_the_centre_of_the_frame() -> None:
    from training.experiments.tutorial_baseline import centre_crop

    image = np.zeros((480, 640, 3), np.uint8)
    image[115:365, 195:445] = 200
    assert (centre_crop(image) == 200).all()
    assert centre_crop(np.zeros((100, 90, 3), np.uint8)).shape == (100, 100, 3)


def test_the_network_is_called_once_per_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    from training.experiments.tutorial_baseline import TutorialVerifier

    verifier = TutorialVerifier([sharp_image(100), sharp_image(101), sharp_image(102)])
    shown = []
    monkeypatch.setattr(
        verifier.siamese,
        "predict",
        lambda pair, verbose: shown.append(pair) or np.full((1, 1), 0.4 + 0.2 * len(shown)),
    )
    assert verifier.verify(sharp_image(90, 480))
    assert len(shown) == 3
