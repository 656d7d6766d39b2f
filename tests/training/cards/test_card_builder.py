import numpy as np
import pytest

from model.runtime.model_card import decode_card, encode_card, with_digest
from tests.support.comparisons import Cosine, clustered_embeddings
from tests.support.synthetic_people import pictures_of, synthetic_samples
from training.cards import card_builder
from training.cards.card_builder import (
    build_card,
    calibrate_model,
    describe_look_alikes,
    describe_samples,
)
from training.cards.face_model import FaceModel
from training.data.samples import Samples, build_samples

SAMPLES = synthetic_samples(people=60, crops_each=2)
MODEL = FaceModel(Cosine(), lambda crops: clustered_embeddings(SAMPLES.people, 0.4))


@pytest.fixture
def three_groups(monkeypatch: pytest.MonkeyPatch) -> Samples:
    """The synthetic people, of whom every third one looks alike."""
    monkeypatch.setattr(card_builder, "look_alike_groups", lambda people: np.arange(len(people)) % 3)
    return SAMPLES


def test_samples_are_described_by_crops_and_people_known_or_not() -> None:
    samples = build_samples([("Ann", pictures_of(0, 2))], pictures_of(1, 3))
    assert describe_samples(samples) == "2 crops of 1 people, 3 crops of unknown people"
    assert describe_samples(build_samples([("Ann", pictures_of(0, 2))])) == "2 crops of 1 people"


def test_thresholds_come_from_people_who_look_alike_and_the_card_has_both_tables(
    three_groups: Samples,
) -> None:
    calibration = calibrate_model(MODEL, three_groups)
    assert calibration.look_alikes is not None
    card = build_card(name="base", dimensions=8, calibration=calibration, metrics={}, data={}, licence="MIT")
    stored = decode_card(encode_card(with_digest(card)))
    assert stored.calibration == calibration.table
    assert stored.look_alike_table == calibration.look_alikes
    bounds = [
        (all_strangers.fmr_upper, alike.fmr_upper)
        for all_strangers, alike in zip(stored.calibration, stored.look_alike_table, strict=True)
        if all_strangers.fmr == 0
    ]
    assert bounds
    assert all(fewer > many for many, fewer in bounds)


def test_people_who_are_not_of_lfw_are_calibrated_on_all_strangers() -> None:
    calibration = calibrate_model(MODEL, SAMPLES)
    assert calibration.look_alikes is None
    card = build_card(name="base", dimensions=8, calibration=calibration, metrics={}, data={}, licence="MIT")
    assert card.look_alike_table == []


def test_groups_are_described_by_their_number_and_sizes(three_groups: Samples) -> None:
    people = three_groups.subset(three_groups.people < 8)
    assert describe_look_alikes(people) == "3 groups of 2 to 3 people, 3 in the median, found by SFace"


def test_without_groups_the_card_says_so() -> None:
    assert describe_look_alikes(SAMPLES) == "no two people are known to look alike"
