import numpy as np
import pytest

from tests.training.made_up import pictures_of
from training.pairs import DIFFERENT, SAME, all_pairs, class_weights, make_pairs
from training.samples import ANONYMOUS, Samples, gather


def samples_of(*people: int) -> Samples:
    """One crop for each of ``people``, who are numbered."""
    crops = np.concatenate([pictures_of(person, 1) for person in range(len(people))])
    return Samples(crops, np.array(people), tuple(f"P{n}" for n in range(max(people) + 1)))


def test_all_pairs_of_three_crops() -> None:
    pairs = all_pairs(np.array([7, 7, 8]))
    rows = list(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), strict=True))
    assert rows == [(0, 1, SAME), (0, 2, DIFFERENT), (1, 2, DIFFERENT)]


def test_two_anonymous_crops_are_never_paired() -> None:
    pairs = all_pairs(np.array([ANONYMOUS, 0, ANONYMOUS, 0]))
    rows = list(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), strict=True))
    assert rows == [(0, 1, DIFFERENT), (0, 3, DIFFERENT), (1, 2, DIFFERENT), (1, 3, SAME), (2, 3, DIFFERENT)]


def test_made_pairs_are_balanced_and_true() -> None:
    samples = samples_of(0, 0, 0, 1, 1, 2, ANONYMOUS)
    pairs = make_pairs(samples.people, np.random.default_rng(0))
    assert len(pairs) == 10
    assert pairs.same.sum() == 5
    people = samples.people
    assert (people[pairs.left] != ANONYMOUS).all()
    assert ((people[pairs.left] == people[pairs.right]) == (pairs.same == SAME)).all()
    assert (pairs.left != pairs.right).all()


def test_made_pairs_are_seeded() -> None:
    samples = samples_of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2)
    first, again, other = (
        make_pairs(samples.people, np.random.default_rng(seed)).right.tolist() for seed in (1, 1, 2)
    )
    assert first == again != other


@pytest.mark.parametrize("people", [(0, 1, 2), (0, 0, 0)], ids=["nobody twice", "nobody else"])
def test_pairs_cannot_be_made_of_this(people: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="Received"):
        make_pairs(samples_of(*people).people, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("same", "weights"),
    [([1, 0], [0.5, 0.5]), ([1, 0, 0, 0, 0], [0.5, 0.125, 0.125, 0.125, 0.125]), ([0, 0], [0.25, 0.25])],
    ids=["one each", "four impostors", "impostors only"],
)
def test_each_class_weighs_half(same: list[int], weights: list[float]) -> None:
    assert class_weights(np.array(same)).tolist() == weights


def test_gathered_strangers_meet_named_people_only() -> None:
    samples = gather([("Ann", pictures_of(0, 2))], pictures_of(1, 3))
    pairs = all_pairs(samples.people)
    assert len(pairs) == 1 + 2 * 3
