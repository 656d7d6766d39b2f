from typing import Any

import numpy as np
import pytest

from tests.training.crowds import Cosine, scattered
from tests.training.made_up import made_up_samples, pictures_of
from training.comparison import compare_all
from training.samples import gather

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def siamese() -> Any:
    from tests.training.tiny import tiny_siamese

    return tiny_siamese()


def test_embedding_in_batches_keeps_the_order(siamese: Any) -> None:
    from training.judging import EMBEDDING_BATCH, embed

    samples = made_up_samples(people=EMBEDDING_BATCH + 3, crops_each=1)
    embedded = embed(siamese, samples)
    last = np.asarray(siamese.get_layer("embedding")(samples.crops[-1:].astype(np.float32)))
    assert len(embedded) == len(samples)
    np.testing.assert_allclose(embedded[-1:], last, atol=1e-5)


def test_a_persons_own_look_alikes_raise_the_threshold(siamese: Any) -> None:
    from training.judging import calibrate_for, calibrate_on

    strangers = made_up_samples(people=60, crops_each=2)
    look_alike = gather([("Jo", pictures_of(0, 10, seed=1))])
    usual = calibrate_on(siamese, strangers).detection_threshold
    assert calibrate_for(siamese, look_alike, strangers).detection_threshold > usual


def test_rates_are_named_for_a_card() -> None:
    from training.judging import crowd_error_metrics, curve_metrics, error_metrics

    people = np.arange(12).repeat(2)
    crowd = compare_all(Cosine(), scattered(people, 0.8), people)
    assert list(curve_metrics(crowd, "them")) == ["true match rate at FMR 0.01 on them"]
    counted, over_people = (judge(crowd, 0.8, "them") for judge in (error_metrics, crowd_error_metrics))
    assert list(counted) == list(over_people)
    assert list(counted) == ["false match rate on them", "false non-match rate on them"]
    missed = "false non-match rate on them"
    assert over_people[missed].count == counted[missed].count


def test_a_card_says_how_many_and_how_many_of_nobody() -> None:
    from training.judging import said

    samples = gather([("Ann", pictures_of(0, 2))], pictures_of(1, 3))
    assert said(samples) == "2 crops of 1 people, 3 crops of unknown people"
