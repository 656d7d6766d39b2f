import numpy as np
import pytest

from model.runtime.similarity_head import Head
from model.verification.matcher import EMBEDDING_BATCH, Matcher
from tests.support.fakes import FakeEmbedder, grey

HEAD = Head(np.full(3, -8.0, np.float32), 4.0)


def red() -> np.ndarray:
    crop = grey(0, 100, 100)
    crop[..., 0] = 200
    return crop


def test_the_same_crop_is_most_similar():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([grey(100), red()])
    same, other = matcher.compare(grey(100))
    assert same > 0.9 > 0.1 > other


def test_references_are_embedded_once():
    embedder = FakeEmbedder()
    matcher = Matcher(embedder, HEAD)
    matcher.set_references([grey(100)] * 5)
    for _ in range(3):
        matcher.compare(red())
    assert embedder.embedded == 5 + 3


def test_new_references_replace_the_old():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([red()])
    matcher.compare(red())
    matcher.set_references([grey(100)])
    assert matcher.compare(red())[0] < 0.1


def test_without_references_there_are_no_similarities():
    assert Matcher(FakeEmbedder(), HEAD).compare(red()).shape == (0,)


def test_known_embeddings_are_compared_before_the_crops():
    embedder = FakeEmbedder()
    matcher = Matcher(embedder, HEAD)
    matcher.set_references([red()], embeddings=embedder.embed([grey(100)]))
    assert matcher.references == 2
    same, other = matcher.compare(grey(100))
    assert same > 0.9 > 0.1 > other
    assert embedder.embedded == 1 + 2


def test_new_embeddings_are_had_in_the_order_of_the_crops():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([red(), grey(100)], embeddings=FakeEmbedder().embed([red()]))
    assert len(matcher.embedded) == 0
    matcher.compare(red())
    np.testing.assert_array_equal(matcher.embedded, FakeEmbedder().embed([red(), grey(100)]))


def test_known_embeddings_are_not_among_the_new_ones():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([], embeddings=FakeEmbedder().embed([red()]))
    assert matcher.compare(red())[0] > 0.9
    assert len(matcher.embedded) == 0


def test_without_a_budget_one_batch_is_embedded_at_a_time():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([red()] * (2 * EMBEDDING_BATCH + 1), embeddings=FakeEmbedder().embed([red()]))
    ready = [(matcher.embed_pending(0), matcher.ready) for _ in range(4)]
    total = 2 * EMBEDDING_BATCH + 2
    assert ready == [
        (False, EMBEDDING_BATCH + 1),
        (False, 2 * EMBEDDING_BATCH + 1),
        (True, total),
        (True, total),
    ]


def test_the_first_embeddings_are_had_while_others_are_pending():
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([red()] * (EMBEDDING_BATCH + 1))
    matcher.embed_pending(0)
    first = matcher.embedded
    matcher.embed_pending()
    assert (len(first), len(matcher.embedded)) == (EMBEDDING_BATCH, EMBEDDING_BATCH + 1)


class FlakyEmbedder(FakeEmbedder):
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
    matcher = Matcher(FlakyEmbedder(), HEAD)
    matcher.set_references([red(), grey(100)])
    with pytest.raises(RuntimeError):
        matcher.embed_pending()
    assert matcher.embed_pending()
    assert len(matcher.embedded) == matcher.references == 2


def test_unusable_references_count_and_never_match() -> None:
    matcher = Matcher(FakeEmbedder(), HEAD)
    matcher.set_references([red()], unusable=2)
    assert matcher.references == 3
    first, *others = matcher.compare(red())
    assert first > 0
    assert others == [0, 0]
    matcher.set_references([red()])
    assert matcher.references == 1
