from dataclasses import fields

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, synthetic_samples
from training.data.augmentation import Augmentation
from training.data.batch_sampler import BatchPlan, BatchSampler
from training.data.hard_negatives import HardNegatives
from training.data.samples import ANONYMOUS, Samples, build_samples, split_by_person
from training.jobs.progress import JobError

UNCHANGED = Augmentation(affine_chance=0, mirror_chance=0, light_chance=0, degrade_chance=0)


def household() -> Samples:
    named = [("User", pictures_of(0, 6)), *((f"P{n}", pictures_of(n, 2)) for n in range(1, 9))]
    return build_samples(named, pictures_of(50, 5))


def test_a_batch_is_as_planned() -> None:
    plan = BatchPlan(people=4, crops_per_person=2, focus=0, focus_crops=5, anonymous_crops=3)
    (batch,) = BatchSampler(household(), plan, UNCHANGED).batches(1, np.random.default_rng(0))
    people, counts = np.unique(batch.people, return_counts=True)
    assert batch.crops.shape == (plan.size, 100, 100, 3)
    assert dict(zip(people.tolist(), counts.tolist(), strict=True)).items() >= {ANONYMOUS: 3, 0: 5}.items()
    assert sorted(counts[2:].tolist()) == [2, 2, 2, 2]


def test_crops_keep_their_person() -> None:
    samples = household()
    sampler = BatchSampler(samples, BatchPlan(people=4, crops_per_person=2), UNCHANGED)
    owner = {crop.tobytes(): person for crop, person in zip(samples.crops, samples.people, strict=True)}
    for batch in sampler.batches(5, np.random.default_rng(0)):
        assert [owner[crop.tobytes()] for crop in batch.crops] == batch.people.tolist()


def test_the_same_seed_draws_the_same_batches() -> None:
    sampler = BatchSampler(household(), BatchPlan(people=3, crops_per_person=2), Augmentation())
    first, again, other = (list(sampler.batches(2, np.random.default_rng(seed))) for seed in (1, 1, 2))
    assert all((one.crops == two.crops).all() for one, two in zip(first, again, strict=True))
    assert any((one.crops != two.crops).any() for one, two in zip(first, other, strict=True))


def test_a_part_of_a_batch_does_not_depend_on_who_makes_the_rest() -> None:
    sampler = BatchSampler(household(), BatchPlan(people=3, crops_per_person=2), Augmentation())
    whole, first, last = (
        list(sampler.batches(2, np.random.default_rng(1), part))
        for part in (slice(None), slice(0, 2), slice(2, 6))
    )
    for all_crops, one, other in zip(whole, first, last, strict=True):
        np.testing.assert_array_equal(np.concatenate([one.crops, other.crops]), all_crops.crops)
        np.testing.assert_array_equal(one.people, all_crops.people)


def test_a_person_with_one_crop_appears_as_different_copies() -> None:
    sampler = BatchSampler(synthetic_samples(2, 1), BatchPlan(people=2, crops_per_person=3), Augmentation())
    (batch,) = sampler.batches(1, np.random.default_rng(0))
    copies = batch.crops[batch.people == 0]
    assert len(copies) == 3
    assert (copies[0] != copies[1]).any()


def in_a_ring(people: int, share: float) -> HardNegatives:
    """The two people after a person are their hard negatives, and so are two who are not in the samples."""
    each = np.arange(people)
    rows = np.stack([(each + 1) % people, (each + 2) % people, each + 1000, each + 2000], axis=1)
    return HardNegatives(each, rows, share)


def drawn_people(sampler: BatchSampler, batches: int = 40) -> list[set[int]]:
    return [set(batch.people.tolist()) for batch in sampler.batches(batches, np.random.default_rng(0))]


def test_a_share_of_a_batch_are_hard_negatives_of_one_of_its_people() -> None:
    """Of thirty people in a ring, three in a row are rarely drawn by chance."""
    plan = BatchPlan(people=4, crops_per_person=1)
    sampler = BatchSampler(synthetic_samples(30, 2), plan, UNCHANGED)

    def rows_of_three(people: set[int]) -> bool:
        return any({first, (first + 1) % 30, (first + 2) % 30} <= people for first in people)

    drawn = drawn_people(sampler.with_hard_negatives(in_a_ring(30, share=0.5)))
    assert all(map(rows_of_three, drawn))
    assert all(len(people) == 4 for people in drawn)
    assert sum(map(rows_of_three, drawn_people(sampler))) < 6


def test_hard_negatives_who_are_not_in_the_samples_are_never_drawn() -> None:
    """A share of 1 still leaves room for the person whose hard negatives they are."""
    samples = split_by_person(synthetic_samples(40, 1), (0.5, 0.5))[0]
    sampler = BatchSampler(samples, BatchPlan(people=6, crops_per_person=1), UNCHANGED)
    hard = sampler.with_hard_negatives(in_a_ring(40, share=1.0))
    assert set().union(*drawn_people(hard)) <= set(samples.present.tolist())


def test_people_with_more_crops_are_drawn_more_often() -> None:
    named = [("Often", pictures_of(0, 16)), *((f"P{n}", pictures_of(n, 1)) for n in range(1, 9))]
    sampler = BatchSampler(build_samples(named), BatchPlan(people=1, crops_per_person=1), UNCHANGED)
    drawn = [people == {0} for people in drawn_people(sampler, batches=600)]
    assert np.mean(drawn) == pytest.approx(4 / 12, abs=0.06)


def test_a_plan_has_these_names_in_a_checkpoint() -> None:
    plan = BatchPlan(people=4, crops_per_person=2, focus=0, focus_crops=5, anonymous_crops=3)
    assert plan.identity() == {
        "people": 4,
        "crops_per_person": 2,
        "focus": 0,
        "focus_crops": 5,
        "anonymous_crops": 3,
    }
    assert len(plan.identity()) == len(fields(plan))


@pytest.mark.parametrize(
    "plan",
    [
        BatchPlan(people=10, crops_per_person=2),
        BatchPlan(people=2, crops_per_person=2, focus=30, focus_crops=1),
    ],
    ids=["too many people", "nobody to focus on"],
)
def test_a_plan_that_cannot_be_met_is_refused(plan: BatchPlan) -> None:
    with pytest.raises(JobError, match="Received"):
        BatchSampler(household(), plan, UNCHANGED)


def test_anonymous_crops_cannot_be_drawn_from_none() -> None:
    with pytest.raises(JobError, match="anonymous"):
        BatchSampler(
            synthetic_samples(3, 2), BatchPlan(people=2, crops_per_person=2, anonymous_crops=1), UNCHANGED
        )
