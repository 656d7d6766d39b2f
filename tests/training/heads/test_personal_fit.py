import numpy as np
import pytest

from model.runtime.similarity_head import Distance, Head
from training.data.samples import ANONYMOUS, USER
from training.heads.personal_fit import fit_personal_head
from training.jobs.progress import JobCancelled, never_stop

DIMENSIONS, TELLING = 16, 3
"""The one axis on which the user differs from everybody, and the others do not differ from each other."""

EVEN = Head(np.full(DIMENSIONS, -4.0, np.float32), 4.0)


def crowd(
    rng: np.random.Generator, scattered_by: np.random.Generator | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Thirty crops of the user, two of each of forty others, five of nobody known."""
    people = np.concatenate([np.full(30, USER), np.repeat(np.arange(1, 41), 2), np.full(5, ANONYMOUS)])
    centres = rng.normal(0, 0.3, (42, DIMENSIONS))
    centres[:, TELLING] = 0
    centres[USER, TELLING] = 0.8
    scatter = (scattered_by or rng).normal(0, 0.25, (len(people), DIMENSIONS))
    scatter[:, TELLING] *= 0.1
    return (centres[people] + scatter).astype(np.float32), people.astype(np.int64)


def separation(head: Head, embeddings: np.ndarray, people: np.ndarray) -> float:
    """By how many similarities the user's comparisons lie above those with others, of all of them."""
    own, others = embeddings[people == USER], embeddings[people != USER]
    own, others = head.coordinates(own), head.coordinates(others)
    genuine = np.concatenate([head.similarity(row, own[k + 1 :]) for k, row in enumerate(own[:-1])])
    impostors = np.concatenate([head.similarity(row, others) for row in own])
    return float((genuine[:, np.newaxis] > impostors).mean())


def test_a_head_learns_what_is_special_about_a_person() -> None:
    fitted = fit_personal_head(EVEN, *crowd(np.random.default_rng(0)), 0, never_stop)
    assert np.argmin(fitted.weights) == TELLING
    held_out = crowd(np.random.default_rng(0))[0] + np.random.default_rng(5).normal(
        0, 0.05, (115, DIMENSIONS)
    )
    people = crowd(np.random.default_rng(0))[1]
    held_out = held_out.astype(np.float32)
    assert separation(fitted, held_out, people) > separation(EVEN, held_out, people) + 0.01


def test_the_same_seed_gives_the_same_head_and_another_one_another() -> None:
    embeddings, people = crowd(np.random.default_rng(0))
    one, same, other = (fit_personal_head(EVEN, embeddings, people, seed, never_stop) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one.weights, same.weights)
    assert not np.array_equal(one.weights, other.weights)


def test_every_kind_of_head_can_be_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.heads.personal_fit.MAX_PAIRS", 1000)
    embeddings, people = crowd(np.random.default_rng(0))
    heads = {
        "Euclidean": Head(np.array([-4.0], np.float32), 4.0, Distance.EUCLIDEAN),
        "four bases": Head(np.full(4 * DIMENSIONS, -1.0, np.float32), 4.0, bases=4),
    }
    for name, head in heads.items():
        fitted = fit_personal_head(head, embeddings, people, 0, never_stop)
        assert fitted.weights.shape == head.weights.shape, name
        assert (fitted.distance, fitted.bases) == (head.distance, head.bases), name
        assert separation(fitted, embeddings, people) > 0.8, name


def test_it_stops_when_asked_to() -> None:
    with pytest.raises(JobCancelled):
        fit_personal_head(EVEN, *crowd(np.random.default_rng(0)), 0, lambda: True)
