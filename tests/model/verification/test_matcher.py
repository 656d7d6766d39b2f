import numpy as np

from model.runtime.head import Head
from model.verification.matcher import Matcher
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
