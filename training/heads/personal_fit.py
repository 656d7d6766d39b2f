"""Fit a head for one person: the weights of ``|a - b|`` that best separate this face from others.

A logistic regression on the distances between embeddings, as Koch's head is, but regularised towards the
base's head: one person's crops are too few to determine 512 weights.
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

USER_WEIGHT = 0.5
"""Share of the total weight for pairs with the person. The other pairs keep strangers apart."""

MAX_PAIRS = 8000
"""Of each group: genuine and impostor, with the person and without."""

PRIOR_STRENGTH = 0.1
"""L2 strength towards the base's weights, on distances of unit standard deviation. At FMR 0.1 %, the FNMR of
15 people with 40 crops each was 21.4 % with the base's head, 16.4 % with 0.1 and 12.9 % with 0.01; that of
strangers was 3.2, 3.3 and 4.0 %."""

MAX_ITERATIONS = 60


@dataclass(frozen=True, eq=False, slots=True)
class _PairGroup:
    """Pairs of one kind, by the rows of their crops. ``weight`` is the total of the group."""

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    same: int
    weight: float


def fit_personal_head(
    base: Head, embeddings: Embeddings, people: NDArray[np.int64], seed: int, should_stop: ShouldStop
) -> Head:
    """``embeddings`` (n, dimensions) are of ``people`` (n,), numbered as in Samples; the user is USER.

    Genuine and impostor pairs weigh half each: equal priors. Raises JobCancelled when asked to stop.
    """
    coordinates = base.coordinates(embeddings)
    groups = [group for group in _pair_groups(people, np.random.default_rng(seed)) if len(group.left)]
    distances = np.concatenate(
        [_distances(base, coordinates[group.left] - coordinates[group.right]) for group in groups]
    )
    same = np.concatenate([np.full(len(group.left), group.same, np.float32) for group in groups])
    weights = np.concatenate(
        [np.full(len(group.left), group.weight / len(group.left), np.float32) for group in groups]
    )
    scale = distances.std()
    distances /= scale
    base_weights = base.weights * scale

    def cost(head: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The cost and its gradient."""
        if should_stop():
            raise JobCancelled("Stopped while the head was fitted.")
        logits = distances @ head[:-1].astype(np.float32) + np.float32(head[-1])
        errors = weights * (expit(logits) - same)
        change = head[:-1] - base_weights
        entropy = float(weights @ (np.logaddexp(0, logits) - same * logits))
        gradient = np.append(errors @ distances + PRIOR_STRENGTH * change, errors.sum())
        return entropy + PRIOR_STRENGTH / 2 * float(change @ change), gradient.astype(np.float64)

    start = np.append(base_weights, base.bias).astype(np.float64)
    fitted = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_ITERATIONS}).x
    return Head((fitted[:-1] / scale).astype(np.float32), float(fitted[-1]), base.distance, base.bases)


def _pair_groups(people: NDArray[np.int64], rng: np.random.Generator) -> Iterator[_PairGroup]:
    user, strangers = np.flatnonzero(people == USER), np.flatnonzero(people > USER)
    others = np.flatnonzero(people != USER)
    with_person, without = USER_WEIGHT / 2, (1 - USER_WEIGHT) / 2
    yield _PairGroup(*_sample_pairs(*np.triu_indices(len(user), k=1), rng, of=user), SAME, with_person)
    yield _PairGroup(rng.choice(user, MAX_PAIRS), rng.choice(others, MAX_PAIRS), DIFFERENT, with_person)
    left, right = np.triu_indices(len(strangers), k=1)
    same = people[strangers[left]] == people[strangers[right]]
    yield _PairGroup(*_sample_pairs(left[same], right[same], rng, of=strangers), SAME, without)
    yield _PairGroup(*_sample_pairs(left[~same], right[~same], rng, of=strangers), DIFFERENT, without)


def _sample_pairs(
    left: NDArray[np.intp], right: NDArray[np.intp], rng: np.random.Generator, *, of: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """At most MAX_PAIRS random pairs. ``left`` and ``right`` index ``of``, which holds rows."""
    chosen = rng.permutation(len(left))[:MAX_PAIRS]
    return of[left[chosen]], of[right[chosen]]


def _distances(base: Head, difference: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, weights): what the weights of ``base`` multiply."""
    if base.distance is Distance.EUCLIDEAN:
        return np.asarray(np.linalg.norm(difference, axis=1, keepdims=True), np.float32)
    return np.abs(difference)
