"""A head for one person: the weights of ``|a - b|`` that tell this face from others best.

A logistic regression on the distances between embeddings, as Koch's head is, but drawn towards the head that
it starts from: one person's crops say little about 512 weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from model.runtime.similarity_head import Distance, Embeddings, Head
from training.data.pairs import DIFFERENT, SAME
from training.data.samples import USER
from training.jobs.progress import JobCancelled, ShouldStop

OWN_SHARE = 0.5
"""Of the weight of all pairs: those in which the person takes part. The others keep strangers apart."""

MOST_PAIRS = 8000
"""Of each kind: genuine and impostor, with the person and without."""

PULL = 0.1
"""Towards the weights there were, on distances scaled to one deviation. At FMR 0.1 %, 21.4 % of the held-out
comparisons of 15 people with 40 crops each were missed with the head for everybody, 16.4 % with a pull of 0.1
and 12.9 % with 0.01; of those of strangers 3.2, 3.3 and 4.0 %."""

STEPS = 60


@dataclass(frozen=True, eq=False, slots=True)
class _Group:
    """Pairs of one kind, by the rows of their crops; ``weight`` is that of all of them together."""

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    same: int
    weight: float


def fit_personal_head(
    base: Head, embeddings: Embeddings, people: NDArray[np.int64], seed: int, should_stop: ShouldStop
) -> Head:
    """``embeddings`` (n, dimensions) show ``people`` (n,), numbered as in Samples; USER is the user.

    Genuine and impostor pairs weigh half each: equal priors. Raises JobCancelled when asked to stop.
    """
    located = base.coordinates(embeddings)
    groups = [group for group in _groups(people, np.random.default_rng(seed)) if len(group.left)]
    distances = np.concatenate([_apart(base, located[group.left] - located[group.right]) for group in groups])
    same = np.concatenate([np.full(len(group.left), group.same, np.float32) for group in groups])
    weights = np.concatenate(
        [np.full(len(group.left), group.weight / len(group.left), np.float32) for group in groups]
    )
    scale = distances.std()
    distances /= scale
    before = base.weights * scale

    def cost(head: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """And its gradient."""
        if should_stop():
            raise JobCancelled("Stopped while the head was fitted.")
        logits = distances @ head[:-1].astype(np.float32) + np.float32(head[-1])
        wrong = weights * (expit(logits) - same)
        moved = head[:-1] - before
        entropy = float(weights @ (np.logaddexp(0, logits) - same * logits))
        slope = np.append(wrong @ distances + PULL * moved, wrong.sum())
        return entropy + PULL / 2 * float(moved @ moved), slope.astype(np.float64)

    start = np.append(before, base.bias).astype(np.float64)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return Head((found[:-1] / scale).astype(np.float32), float(found[-1]), base.distance, base.bases)


def _groups(people: NDArray[np.int64], rng: np.random.Generator) -> Iterator[_Group]:
    own, named = np.flatnonzero(people == USER), np.flatnonzero(people > USER)
    not_own = np.flatnonzero(people != USER)
    with_person, without = OWN_SHARE / 2, (1 - OWN_SHARE) / 2
    yield _Group(*_drawn(*np.triu_indices(len(own), k=1), rng, of=own), SAME, with_person)
    yield _Group(rng.choice(own, MOST_PAIRS), rng.choice(not_own, MOST_PAIRS), DIFFERENT, with_person)
    left, right = np.triu_indices(len(named), k=1)
    together = people[named[left]] == people[named[right]]
    yield _Group(*_drawn(left[together], right[together], rng, of=named), SAME, without)
    yield _Group(*_drawn(left[~together], right[~together], rng, of=named), DIFFERENT, without)


def _drawn(
    left: NDArray[np.intp], right: NDArray[np.intp], rng: np.random.Generator, *, of: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """At most MOST_PAIRS of the pairs of places in ``of``, as rows."""
    chosen = rng.permutation(len(left))[:MOST_PAIRS]
    return of[left[chosen]], of[right[chosen]]


def _apart(base: Head, difference: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, weights) what ``base`` weighs."""
    if base.distance is Distance.EUCLIDEAN:
        return np.asarray(np.linalg.norm(difference, axis=1, keepdims=True), np.float32)
    return np.abs(difference)
