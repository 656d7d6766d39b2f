import numpy as np
import pytest

from model.runtime.similarity_head import Head
from model.verification.matcher import AT_ONCE, Matcher
from tests.fakes import FakeEmbedder, grey

HEAD = Head(np.full(3, -8.0, np.float32), 4.0)


def red() -> np.ndarray:
    crop = grey(0, 100, 100)
    crop[..., 0] = 200
    return crop


def test_the_same_crop_is_most_similar():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.use_references([grey(100), red()])
    same, other = matcher.compare(grey(100))
    assert same > 0.9 > 0.1 > other


def test_references_are_embedded_once():
    embedder = FakeEmbedder()
    matcher = Matcher(embedder, HEAD)
    matcher.use_references([grey(100)] * 5)
    for _ in range(3):
        matcher.compare(red())
    assert embedder.embedded == 5 + 3


def test_new_references_replace_the_old():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.use_references([red()])
    matcher.compare(red())
    matcher.use_references([grey(100)])
    assert matcher.compare(red())[0] < 0.1


def test_without_references_there_are_no_similarities():
    assert Matcher(FakeEmbedder(), HEAD).compare(red()).shape == (0,)


def test_known_embeddings_are_compared_before_the_crops():
    embedder = FakeEmbedder()
    matcher = Matcher(embedder, HEAD)
    matcher.use_references([red()], known=embedder.embed([grey(100)]))
    assert matcher.references == 2
    same, other = matcher.compare(grey(100))
    assert same > 0.9 > 0.1 > other
    assert embedder.embedded == 1 + 2


def test_what_was_learned_is_told_once_and_in_order():
    told = []
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.use_references([red(), grey(100)], known=FakeEmbedder().embed([red()]), learned=told.append)
    for _ in range(2):
        matcher.compare(red())
    assert len(told) == 1
    np.testing.assert_array_equal(told[0], FakeEmbedder().embed([red(), grey(100)]))


def test_nothing_is_told_when_all_was_known():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.use_references([], known=FakeEmbedder().embed([red()]), learned=lambda rows: pytest.fail())
    assert matcher.compare(red())[0] > 0.9


def test_without_patience_a_block_of_references_is_embedded_at_a_time():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.use_references([red()] * (2 * AT_ONCE + 1), known=FakeEmbedder().embed([red()]))
    ready = [(matcher.learn(0), matcher.ready) for _ in range(4)]
    everything = 2 * AT_ONCE + 2
    assert ready == [(False, AT_ONCE + 1), (False, 2 * AT_ONCE + 1), (True, everything), (True, everything)]


def test_what_was_embedded_until_learning_is_broken_off_is_kept():
    kept = []
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.use_references([red()] * (AT_ONCE + 1), learned=lambda rows: kept.append(len(rows)))
    matcher.learn(0)
    matcher.keep_learned()
    matcher.learn()
    assert kept == [AT_ONCE, AT_ONCE + 1]


class Forgetful(FakeEmbedder):
    """Fails every other time."""

    def __init__(self):
        super().__init__()
        self.calls = 0

    def embed(self, crops):
        self.calls += 1
        if self.calls % 2:
            raise RuntimeError("out of memory")
        return super().embed(crops)


def test_no_reference_is_lost_when_embedding_fails():
    told = []
    matcher = Matcher(Forgetful(), HEAD)
    matcher.use_references([red(), grey(100)], learned=told.append)
    with pytest.raises(RuntimeError):
        matcher.learn()
    assert matcher.learn()
    assert len(told[0]) == matcher.references == 2


def test_references_that_cannot_be_used_count_and_never_match() -> None:
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.use_references([red()], unusable=2)
    assert matcher.references == 3
    first, *others = matcher.compare(red())
    assert first > 0
    assert others == [0, 0]
    matcher.use_references([red()])
    assert matcher.references == 1
