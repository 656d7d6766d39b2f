import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, synthetic_samples
from training.data.samples import ANONYMOUS, Samples, build_samples, part_of, split_by_person

THREE = (0.6, 0.2, 0.2)


def test_people_are_counted_from_zero_and_strangers_are_anonymous() -> None:
    samples = build_samples([("Ann", pictures_of(0, 2)), ("Bob", pictures_of(1, 1))], pictures_of(2, 2))
    assert samples.people.tolist() == [0, 0, 1, ANONYMOUS, ANONYMOUS]
    assert samples.anonymous.tolist() == [False, False, False, True, True]
    assert samples.present.tolist() == [0, 1]
    assert [(name, len(crops)) for name, crops in samples.by_name()] == [("Ann", 2), ("Bob", 1)]


def test_marks_go_with_their_crops() -> None:
    samples = build_samples([("Ann", pictures_of(0, 3)), ("Bob", pictures_of(1, 1))], anchors=2)
    assert samples.anchors is not None
    assert samples.anchors.tolist() == [True, True, False, False]
    chosen = samples.subset(np.array([3, 1])).anchors
    assert chosen is not None
    assert chosen.tolist() == [False, True]
    assert build_samples([("Ann", pictures_of(0, 3))]).anchors is None


def test_parts_share_no_person_and_lose_no_crop() -> None:
    samples = synthetic_samples(people=100, crops_each=2)
    parts = split_by_person(samples, THREE)
    people = [set(part.present.tolist()) for part in parts]
    assert len(set.union(*people)) == sum(map(len, people)) == 100
    assert sum(map(len, parts)) == len(samples)
    assert [len(part) / 200 for part in parts] == pytest.approx(THREE, abs=0.12)


def test_a_person_stays_in_the_same_part_in_any_company() -> None:
    many, few = synthetic_samples(40, 1), synthetic_samples(10, 1)
    in_many, in_few = (
        [{samples.names[person] for person in part.present} for part in split_by_person(samples, THREE)]
        for samples in (many, few)
    )
    assert all(small <= large for small, large in zip(in_few, in_many, strict=True))


def test_anonymous_crops_are_only_learned_from() -> None:
    samples = build_samples(
        [(f"P{person}", pictures_of(person, 1)) for person in range(20)], pictures_of(99, 3)
    )
    parts = split_by_person(samples, THREE)
    assert [int(part.anonymous.sum()) for part in parts] == [3, 0, 0]


@pytest.mark.parametrize("shares", [(0.5, 0.4), (1.2, -0.2)])
def test_shares_must_sum_to_one(shares: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="Received"):
        part_of("Ann", shares)


@pytest.mark.parametrize(
    ("crops", "people"),
    [
        (np.zeros((2, 100, 100, 3), np.float32), [0, 0]),
        (np.zeros((2, 112, 112, 3), np.uint8), [0, 0]),
        (np.zeros((2, 100, 100, 3), np.uint8), [0]),
        (np.zeros((2, 100, 100, 3), np.uint8), [0, 1]),
        (np.zeros((2, 100, 100, 3), np.uint8), [0, -2]),
    ],
    ids=["floats", "wrong size", "too few people", "a person without a name", "neither person nor anonymous"],
)
def test_inconsistent_samples_are_refused(crops: np.ndarray, people: list[int]) -> None:
    with pytest.raises(ValueError, match="Received"):
        Samples(crops, np.array(people), ("Ann",))


def test_the_fingerprint_notices_a_pixel_and_a_name() -> None:
    samples = synthetic_samples(2, 1)
    pixel = samples.crops.copy()
    pixel[0, 0, 0, 0] ^= 1
    changed = [
        Samples(pixel, samples.people, samples.names),
        Samples(samples.crops, samples.people, ("Ann", "Bob")),
        Samples(samples.crops, samples.people[::-1], samples.names),
    ]
    prints = {other.fingerprint() for other in (samples, *changed)}
    assert len(prints) == 4
    assert synthetic_samples(2, 1).fingerprint() == samples.fingerprint()
