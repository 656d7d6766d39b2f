import numpy as np

from tests.support.comparisons import Cosine, scattered
from tests.support.synthetic_people import pictures_of
from training.cards.card_builder import (
    bootstrap_error_metrics,
    describe_samples,
    error_metrics,
    match_rate_metrics,
)
from training.data.samples import build_samples
from training.metrics.comparisons import compare_all


def test_rates_are_named_for_a_card() -> None:
    people = np.arange(12).repeat(2)
    crowd = compare_all(Cosine(), scattered(people, 0.8), people)
    assert list(match_rate_metrics(crowd, "them")) == ["true match rate at FMR 0.01 on them"]
    counted, over_people = (judge(crowd, 0.8, "them") for judge in (error_metrics, bootstrap_error_metrics))
    assert list(counted) == list(over_people)
    assert list(counted) == ["false match rate on them", "false non-match rate on them"]
    missed = "false non-match rate on them"
    assert over_people[missed].count == counted[missed].count


def test_a_card_says_how_many_and_how_many_of_nobody() -> None:
    samples = build_samples([("Ann", pictures_of(0, 2))], pictures_of(1, 3))
    assert describe_samples(samples) == "2 crops of 1 people, 3 crops of unknown people"
