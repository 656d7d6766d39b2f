import numpy as np

from model.runtime.bundle import Head
from training.comparison import compare_across, compare_all, compare_pairs, compare_with
from training.pairs import all_pairs
from training.samples import ANONYMOUS

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


def test_listed_pairs_and_all_pairs_agree() -> None:
    listed, everything = (
        compare_pairs(HEAD, EMBEDDINGS, all_pairs(PEOPLE)),
        compare_all(HEAD, EMBEDDINGS, PEOPLE),
    )
    np.testing.assert_allclose(np.sort(listed.genuine), np.sort(everything.genuine), rtol=1e-6)
    np.testing.assert_allclose(np.sort(listed.impostors), np.sort(everything.impostors), rtol=1e-6)


def test_only_the_pairs_of_one_person() -> None:
    found = compare_with(0, HEAD, EMBEDDINGS, PEOPLE)
    assert (len(found.genuine), len(found.impostors)) == (3, 3 * 6)


def test_each_of_one_with_each_of_the_others() -> None:
    found = compare_across(HEAD, EMBEDDINGS[:2], EMBEDDINGS[2:5])
    expected = [similarity(left, right) for left in (0, 1) for right in (2, 3, 4)]
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert compare_across(HEAD, EMBEDDINGS[:0], EMBEDDINGS).shape == (0,)


def test_nothing_compared_is_empty() -> None:
    found = compare_all(HEAD, EMBEDDINGS[:0], PEOPLE[:0])
    assert (found.genuine.size, found.impostors.size) == (0, 0)
