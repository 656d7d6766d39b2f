import numpy as np
import pytest

from tests.training.made_up import made_up_samples, pictures_of
from training.camera_look import measure_look
from training.progress import TrainingError
from training.samples import gather
from training.strangers import rates_of_strangers

OWN_CROPS = (pictures_of(0, 4) * 0.5).astype(np.uint8)
OWN = gather([("ada", OWN_CROPS)])
STRANGERS = made_up_samples(people=5, crops_each=3)
LOOK = measure_look(OWN_CROPS)


class ByBrightness:
    """Takes the light for the face."""

    def coordinates(self, embeddings):
        return embeddings

    def similarity(self, one, many):
        return (1 - np.abs(many - one)[:, 0] / 255).astype(np.float32)


def brightness(samples):
    return samples.crops.mean(axis=(1, 2, 3), dtype=np.float32)[:, np.newaxis]


def test_who_goes_by_the_light_takes_strangers_in_the_chair_for_the_user():
    found = rates_of_strangers(ByBrightness(), brightness, OWN, STRANGERS, LOOK, threshold=0.95)
    assert found.elsewhere.trials == found.in_chair.trials == 4 * 15
    assert found.elsewhere.value < 0.3
    assert found.in_chair.value > 0.9
    assert found.in_chair.lower < found.in_chair.value <= found.in_chair.upper


def test_without_strangers_there_is_no_rate():
    with pytest.raises(TrainingError, match="trials=0"):
        rates_of_strangers(ByBrightness(), brightness, OWN, STRANGERS.subset(np.arange(0)), LOOK, 0.5)
