import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from training.data.hard_negatives import HardNegatives
from training.data.pairs import DIFFERENT, SAME, Pairs, all_pairs, balanced_pairs, class_weights, sample_pairs
from training.data.samples import ANONYMOUS, Samples, build_samples


def samples_of(*people: int) -> Samples:
    """A crop for each of ``people``, who are numbered."""
    crops = np.concatenate([pictures_of(person, 1) for person in range(len(people))])
    return Samples(crops, np.array(people), tuple(f"P{n}" for n in range(max(people) + 1)))


def rows_of(pairs: Pairs) -> list[tuple[int, int, int]]:
    return list(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), strict=True))


def test_all_pairs_of_three_crops() -> None:
    pairs = all_pairs(np.array([7, 7, 8]))
    assert rows_of(pairs) == [(0, 1, SAME), (0, 2, DIFFERENT), (1, 2, DIFFERENT)]


def test_two_anonymous_crops_are_never_paired() -> None:
    pairs = all_pairs(np.array([ANONYMOUS, 0, ANONYMOUS, 0]))
    expected = [(0, 1, DIFFERENT), (0, 3, DIFFERENT), (1, 2, DIFFERENT), (1, 3, SAME), (2, 3, DIFFERENT)]
    assert rows_of(pairs) == expected


def test_made_pairs_are_balanced_and_true() -> None:
    samples = samples_of(0, 0, 0, 1, 1, 2, ANONYMOUS)
    pairs = sample_pairs(samples, np.random.default_rng(0))
    assert len(pairs) == 10
    assert pairs.same.sum() == 5
    people = samples.people
    assert (people[pairs.left] != ANONYMOUS).all()
    assert ((people[pairs.left] == people[pairs.right]) == (pairs.same == SAME)).all()
    assert (pairs.left != pairs.right).all()


def test_made_pairs_are_seeded() -> None:
    samples = samples_of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2)
    first, again, other = (
        sample_pairs(samples, np.random.default_rng(seed)).right.tolist() for seed in (1, 1, 2)
    )
    assert first == again != other


def test_a_labelled_folder_makes_the_same_pairs_by_the_numbers_of_its_people() -> None:
    samples = samples_of(0, 0, 1, 1, 2)
    one = sample_pairs(samples, np.random.default_rng(3))
    other = balanced_pairs(samples.people, np.random.default_rng(3))
    assert rows_of(one) == rows_of(other)


def test_each_marked_anchor_meets_every_positive_and_as_many_negatives() -> None:
    """Two anchors, three positives, four negatives of nobody in particular, and one of somebody named."""
    named = [("Ann", pictures_of(0, 5)), ("Bob", pictures_of(1, 1))]
    samples = build_samples(named, pictures_of(2, 4), anchors=2)
    rows = rows_of(sample_pairs(samples, np.random.default_rng(0)))
    genuine = [(left, right) for left, right, same in rows if same == SAME]
    impostors = [(left, right) for left, right, same in rows if same == DIFFERENT]
    assert genuine == [(0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4)]
    assert [left for left, _ in impostors] == [0, 0, 0, 1, 1, 1]
    assert {right for _, right in impostors} <= {5, 6, 7, 8, 9}
    assert len(set(impostors)) == 6


def test_a_negative_is_taken_again_where_there_are_fewer_than_positives() -> None:
    samples = build_samples([("Ann", pictures_of(0, 4)), ("Bob", pictures_of(1, 1))], anchors=1)
    assert sample_pairs(samples, np.random.default_rng(0)).right.tolist() == [1, 2, 3, 4, 4, 4]


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, 0, 20), (0.5, 40, 70), (1.0, 100, 100)])
def test_a_share_of_the_impostors_are_hard_negatives(share: float, least: int, most: int) -> None:
    """Each person's only hard negative is the next one of ten people."""
    people = np.repeat(np.arange(10), 10)
    hard_negatives = HardNegatives(np.arange(10), (np.arange(10)[:, np.newaxis] + 1) % 10, share)
    pairs = balanced_pairs(people, np.random.default_rng(0), hard_negatives)
    left, right = (people[side[pairs.same == DIFFERENT]] for side in (pairs.left, pairs.right))
    assert len(left) == 100
    assert (left != right).all()
    assert least <= np.count_nonzero(right == (left + 1) % 10) <= most


def test_a_person_without_hard_negatives_is_paired_with_anybody() -> None:
    hard_negatives = HardNegatives(np.array([5, 6]), np.array([[6], [5]]), share=1.0)
    pairs = balanced_pairs(np.array([0, 0, 5, 5, ANONYMOUS, 6]), np.random.default_rng(0), hard_negatives)
    assert pairs.same.tolist() == [SAME] * 4 + [DIFFERENT] * 4
    assert pairs.right[6:].tolist() == [5, 5]


@pytest.mark.parametrize("people", [(0, 1, 2), (0, 0, 0)], ids=["nobody twice", "nobody else"])
def test_pairs_cannot_be_made_of_this(people: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="Received"):
        sample_pairs(samples_of(*people), np.random.default_rng(0))


@pytest.mark.parametrize(
    ("same", "weights"),
    [([1, 0], [0.5, 0.5]), ([1, 0, 0, 0, 0], [0.5, 0.125, 0.125, 0.125, 0.125]), ([0, 0], [0.25, 0.25])],
    ids=["one each", "four impostors", "impostors only"],
)
def test_each_class_weighs_half(same: list[int], weights: list[float]) -> None:
    assert class_weights(np.array(same)).tolist() == weights


def test_gathered_strangers_meet_named_people_only() -> None:
    samples = build_samples([("Ann", pictures_of(0, 2))], pictures_of(1, 3))
    pairs = all_pairs(samples.people)
    assert len(pairs) == 1 + 2 * 3
