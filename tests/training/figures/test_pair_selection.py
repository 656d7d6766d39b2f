import numpy as np
import pytest

from tests.support.synthetic_people import made_up_samples, pictures_of
from training.data.pairs import DIFFERENT, SAME
from training.data.samples import Samples, build_samples
from training.figures.pair_selection import choose_pairs
from training.jobs.progress import JobError


def chosen(samples: Samples, limit: int, focus: int | None = None):
    return choose_pairs(samples, limit, np.random.default_rng(0), focus)


def test_half_of_the_pairs_are_genuine_and_come_first():
    _, pairs = chosen(made_up_samples(people=5, crops_each=4), 12)
    assert pairs.same.tolist() == [SAME] * 6 + [DIFFERENT] * 6


def test_the_pairs_are_of_the_samples_they_come_with():
    samples, pairs = chosen(made_up_samples(people=5, crops_each=4), 6)
    same = samples.people[pairs.left] == samples.people[pairs.right]
    assert same.tolist() == (pairs.same == SAME).tolist()
    assert set(pairs.left) | set(pairs.right) == set(range(len(samples)))


def test_no_two_crops_are_paired_twice():
    _, pairs = chosen(made_up_samples(people=4, crops_each=2), 100)
    held = [frozenset(pair) for pair in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)]
    assert len(held) == len(set(held))
    assert (pairs.same == SAME).sum() == 4


def test_with_a_focus_everybody_is_held_against_that_person():
    samples, pairs = chosen(made_up_samples(people=6, crops_each=3), 20, focus=2)
    assert len(pairs) > 4
    assert ((samples.people[pairs.left] == 2) | (samples.people[pairs.right] == 2)).all()


def test_marked_anchors_stand_on_the_left_and_meet_positives_and_negatives():
    named = [("ada", pictures_of(0, 8)), ("eve", pictures_of(1, 3))]
    samples, pairs = chosen(build_samples(named, pictures_of(2, 4), anchors=3), 20, focus=0)
    assert samples.anchors[pairs.left].all()
    assert not samples.anchors[pairs.right].any()
    assert pairs.same.tolist() == [SAME] * 10 + [DIFFERENT] * 10


def test_nobody_knows_whether_two_anonymous_crops_show_one_person():
    samples, pairs = chosen(build_samples([("ada", pictures_of(0, 4))], pictures_of(1, 6)), 20)
    assert not (samples.anonymous[pairs.left] & samples.anonymous[pairs.right]).any()
    assert (pairs.same == DIFFERENT).sum() == 4


TOO_FEW = {
    "one person": (made_up_samples(1, 5), None, "All crops show Person_000"),
    "one crop each": (made_up_samples(3, 1), None, "Nobody has the two crops"),
    "one crop of the one it is about": (
        build_samples([("ada", pictures_of(0, 1)), ("eve", pictures_of(1, 3))]),
        0,
        "Nobody has the two crops",
    ),
}


@pytest.mark.parametrize(("samples", "focus", "sentence"), TOO_FEW.values(), ids=TOO_FEW)
def test_too_few_crops_are_told_with_the_next_step(samples, focus, sentence):
    with pytest.raises(JobError, match=f"{sentence}.*collect --positives"):
        chosen(samples, 10, focus)
