import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of, synthetic_samples
from training.data.pairs import DIFFERENT, SAME
from training.data.samples import Samples, build_samples
from training.figures.pair_selection import select_pairs
from training.jobs.progress import JobError


def select(samples: Samples, limit: int, focus: int | None = None):
    return select_pairs(samples, limit, np.random.default_rng(0), focus)


def test_half_of_the_pairs_are_genuine_and_come_first():
    _, pairs = select(synthetic_samples(people=5, crops_each=4), 12)
    assert pairs.same.tolist() == [SAME] * 6 + [DIFFERENT] * 6


def test_pairs_index_the_samples_returned_with_them():
    samples, pairs = select(synthetic_samples(people=5, crops_each=4), 6)
    same = samples.people[pairs.left] == samples.people[pairs.right]
    assert same.tolist() == (pairs.same == SAME).tolist()
    assert set(pairs.left) | set(pairs.right) == set(range(len(samples)))


def test_no_pair_appears_twice():
    _, pairs = select(synthetic_samples(people=4, crops_each=2), 100)
    distinct = [frozenset(pair) for pair in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)]
    assert len(distinct) == len(set(distinct))
    assert (pairs.same == SAME).sum() == 4


def test_with_a_focus_every_pair_shows_that_person():
    samples, pairs = select(synthetic_samples(people=6, crops_each=3), 20, focus=2)
    assert len(pairs) > 4
    assert ((samples.people[pairs.left] == 2) | (samples.people[pairs.right] == 2)).all()


def test_anchors_are_on_the_left_and_paired_with_positives_and_negatives():
    named = [("ada", pictures_of(0, 8)), ("eve", pictures_of(1, 3))]
    samples, pairs = select(build_samples(named, pictures_of(2, 4), anchors=3), 20, focus=0)
    assert samples.anchors[pairs.left].all()
    assert not samples.anchors[pairs.right].any()
    assert pairs.same.tolist() == [SAME] * 10 + [DIFFERENT] * 10


def test_two_anonymous_crops_are_never_paired():
    samples, pairs = select(build_samples([("ada", pictures_of(0, 4))], pictures_of(1, 6)), 20)
    assert not (samples.anonymous[pairs.left] & samples.anonymous[pairs.right]).any()
    assert (pairs.same == DIFFERENT).sum() == 4


TOO_FEW = {
    "one person": (synthetic_samples(1, 5), None, "All crops show Person_000"),
    "one crop each": (synthetic_samples(3, 1), None, "A genuine pair needs two crops"),
    "one crop of the person in focus": (
        build_samples([("ada", pictures_of(0, 1)), ("eve", pictures_of(1, 3))]),
        0,
        "A genuine pair needs two crops",
    ),
}


@pytest.mark.parametrize(("samples", "focus", "sentence"), TOO_FEW.values(), ids=TOO_FEW)
def test_too_few_crops_are_an_error_with_the_next_step(samples, focus, sentence):
    with pytest.raises(JobError, match=f"{sentence}.*collect --positives"):
        select(samples, 10, focus)
