"""Telling one face among several after a single look at each (Koch, Zemel and Salakhutdinov 2015)."""

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import Rate
from model.runtime.similarity_head import Coordinates, Embeddings
from training.data.samples import ANONYMOUS
from training.jobs.progress import InsufficientDataError
from training.metrics.comparisons import Comparator
from training.metrics.error_rates import rate

WAYS, TRIALS = 20, 2000


def one_shot_accuracy(
    comparing: Comparator,
    embeddings: Embeddings,
    people: NDArray[np.int64],
    rng: np.random.Generator,
    *,
    ways: int = WAYS,
    trials: int = TRIALS,
) -> Rate:
    """How often, of one reference each of ``ways`` people, the one of the probe's person is the most similar.

    A tie is wrong; chance is 1 / ``ways``. People with one crop are only ever among the others. The interval
    is Wilson's and takes trials for independent, though they share people. Raises InsufficientDataError when
    there are fewer than ``ways`` people or nobody has two crops.
    """
    crops = [np.flatnonzero(people == person) for person in np.unique(people)]
    probed = [k for k, own in enumerate(crops) if len(own) > 1 and people[own[0]] != ANONYMOUS]
    if len(crops) < ways or not probed:
        raise InsufficientDataError(
            f"{ways}-way trials need {ways} people, one with two crops. Add people or crops. "
            f"Received: {len(crops)} people, {len(probed)} of them with two crops"
        )
    located = comparing.coordinates(embeddings)
    asked = (_draw_trial(crops, int(rng.choice(probed)), ways, rng) for _ in range(trials))
    right = (_is_right(comparing, located[probe], located[references]) for probe, references in asked)
    return rate(sum(right), trials)


def _draw_trial(
    crops: list[NDArray[np.intp]], person: int, ways: int, rng: np.random.Generator
) -> tuple[int, list[int]]:
    """The probe and its references, the genuine one first."""
    probe, genuine = rng.choice(crops[person], 2, replace=False)
    others = np.delete(np.arange(len(crops)), person)
    strangers = rng.choice(others, ways - 1, replace=False)
    return probe, [genuine, *(rng.choice(crops[stranger]) for stranger in strangers)]


def _is_right(comparing: Comparator, probe: NDArray[np.float32], references: Coordinates) -> bool:
    genuine, *others = comparing.similarity(probe, references)
    return bool(genuine > max(others))
