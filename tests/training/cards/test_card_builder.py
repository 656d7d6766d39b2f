from tests.support.synthetic_people import pictures_of
from training.cards.card_builder import describe_samples
from training.data.samples import build_samples


def test_samples_are_described_by_crops_and_people_known_or_not() -> None:
    samples = build_samples([("Ann", pictures_of(0, 2))], pictures_of(1, 3))
    assert describe_samples(samples) == "2 crops of 1 people, 3 crops of unknown people"
    assert describe_samples(build_samples([("Ann", pictures_of(0, 2))])) == "2 crops of 1 people"
