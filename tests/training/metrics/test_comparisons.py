import numpy as np
import pytest

from model.runtime.similarity_head import Head
from tests.support.comparisons import Cosine
from training.data.pairs import SAME, Pairs, all_pairs, pairs_with
from training.data.samples import ANONYMOUS
from training.metrics.comparisons import (
    MISSING_FACE,
    Comparator,
    compare_across,
    compare_all,
    compare_pairs,
    compare_probes,
    within_groups,
)

HEAD = Head(np.array([-3.0, -1.0], np.float32), 2.0)
EMBEDDINGS = np.random.default_rng(0).normal(0, 1, (9, 2)).astype(np.float32)
PEOPLE = np.array([0, 0, 1, ANONYMOUS, 1, 1, ANONYMOUS, 2, 0])


def similarity(left: int, right: int) -> float:
    distance = np.abs(EMBEDDINGS[left] - EMBEDDINGS[right])
    return float(1 / (1 + np.exp(-(distance @ HEAD.weights + HEAD.bias))))


def test_every_pair_once_by_the_formula() -> None:
    found = compare_all(HEAD, EMBEDDINGS, PEOPLE)
    genuine = [similarity(*pair) for pair in ((0, 1), (0, 8), (1, 8), (2, 4), (2, 5), (4, 5))]
    np.testing.assert_allclose(sorted(found.genuine), sorted(genuine), rtol=1e-5)
    assert len(found.impostors) == 36 - 6 - 1


@pytest.mark.parametrize("comparator", [HEAD, Cosine()], ids=["head", "cosine"])
def test_listed_pairs_and_all_pairs_agree(comparator: Comparator) -> None:
    listed, everything = (
        compare_pairs(comparator, EMBEDDINGS, all_pairs(PEOPLE)),
        compare_all(comparator, EMBEDDINGS, PEOPLE),
    )
    np.testing.assert_allclose(np.sort(listed.genuine), np.sort(everything.genuine), rtol=1e-6)
    np.testing.assert_allclose(np.sort(listed.impostors), np.sort(everything.impostors), rtol=1e-6)


def test_listed_pairs_keep_their_order_however_they_are_listed() -> None:
    pairs = Pairs(np.array([5, 0, 5, 0, 2]), np.array([1, 8, 4, 1, 3]), np.array([0, 1, 1, 1, 0]))
    found = compare_pairs(HEAD, EMBEDDINGS, pairs)
    rows = list(zip(pairs.left, pairs.right, pairs.same, strict=True))
    genuine, impostors = (
        [similarity(left, right) for left, right, same in rows if (same == SAME) == wanted]
        for wanted in (True, False)
    )
    np.testing.assert_allclose(found.genuine, genuine, rtol=1e-5)
    np.testing.assert_allclose(found.impostors, impostors, rtol=1e-5)
    assert len(compare_pairs(HEAD, EMBEDDINGS, Pairs(*[np.empty(0, np.int64)] * 3)).genuine) == 0


def test_within_groups_only_people_of_one_group_are_compared() -> None:
    people = np.array([0, 0, 1, 2, 3, 4])
    found = compare_all(HEAD, EMBEDDINGS[:6], people)
    inside = within_groups(found, np.array([5, 5, 6, -1, -1]))
    assert (inside.genuine == found.genuine).all()
    assert inside.impostor_owners.tolist() == [[0, 0], [1, 1]]
    np.testing.assert_allclose(inside.impostors, [similarity(0, 2), similarity(1, 2)], rtol=1e-5)


def test_all_pairs_know_the_people_of_each_comparison() -> None:
    comparisons = compare_all(HEAD, EMBEDDINGS, PEOPLE)
    numbers = {ANONYMOUS: 0, 0: 1, 1: 2, 2: 3}
    assert comparisons.crops.tolist() == [2, 3, 3, 1]
    assert sorted(comparisons.genuine_owners.tolist()) == [1, 1, 1, 2, 2, 2]
    expected = [
        (numbers[PEOPLE[left]], numbers[PEOPLE[right]], similarity(left, right))
        for left in range(9)
        for right in range(left + 1, 9)
        if PEOPLE[left] != PEOPLE[right]
    ]
    found = zip(*comparisons.impostor_owners.tolist(), comparisons.impostors.tolist(), strict=True)
    np.testing.assert_allclose(sorted(found), sorted(expected), rtol=1e-5)


def test_a_probe_is_compared_with_every_reference_of_another_picture() -> None:
    people, references = np.array([0, 0, 1]), EMBEDDINGS[3:6]
    comparisons = compare_probes(HEAD, EMBEDDINGS[:3], references, people, np.array([True, True, False]))
    np.testing.assert_allclose(comparisons.genuine, [similarity(0, 4), similarity(1, 3)], rtol=1e-5)
    assert comparisons.genuine_owners.tolist() == [0, 0]
    expected = [similarity(0, 5), similarity(1, 5), MISSING_FACE, MISSING_FACE]
    np.testing.assert_allclose(comparisons.impostors, expected, rtol=1e-5)
    assert comparisons.impostor_owners.tolist() == [[0, 0, 1, 1], [1, 1, 0, 0]]


def test_only_the_pairs_of_one_person() -> None:
    found = compare_pairs(HEAD, EMBEDDINGS, pairs_with(0, PEOPLE))
    assert (len(found.genuine), len(found.impostors)) == (3, 3 * 6)


def test_each_of_one_with_each_of_many() -> None:
    found = compare_across(HEAD, EMBEDDINGS[:2], EMBEDDINGS[2:5])
    expected = [similarity(left, right) for left in (0, 1) for right in (2, 3, 4)]
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert compare_across(HEAD, EMBEDDINGS[:0], EMBEDDINGS).shape == (0,)


def test_without_embeddings_there_are_no_comparisons() -> None:
    found = compare_all(HEAD, EMBEDDINGS[:0], PEOPLE[:0])
    assert (found.genuine.size, found.impostors.size) == (0, 0)
