"""One-shot identification: find the person of a probe among one reference of each of several people.

By Koch, Zemel and Salakhutdinov (2015).
"""

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.model_card import Rate
from model.runtime.similarity_head import Coordinates, Embeddings
from training.data.samples import ANONYMOUS
from training.jobs.progress import InsufficientDataError
from training.metrics.comparisons import Comparator
from training.metrics.error_rates import rate

WAYS, TRIALS = 20, 2000


def one_shot_accuracy(
    comparator: Comparator,
    embeddings: Embeddings,
    people: NDArray[np.int64],
    rng: np.random.Generator,
    *,
    ways: int = WAYS,
    trials: int = TRIALS,
) -> Rate:
    """The share of trials in which, of one reference each of ``ways`` people, the one of the probe's person
    is the most similar.

    A tie is wrong; chance is 1 / ``ways``. People with one crop are never probes. The interval is Wilson's,
    as if trials did not share people. Raises InsufficientDataError with fewer than ``ways`` people or without
    a second crop.
    """
    crops = [np.flatnonzero(people == person) for person in np.unique(people)]
    probed = [k for k, rows in enumerate(crops) if len(rows) > 1 and people[rows[0]] != ANONYMOUS]
    if len(crops) < ways or not probed:
        raise InsufficientDataError(
            Message(
                "{ways}-way trials need {ways} people, one with two crops. Add people or crops. Received: "
                "{crops} people, {probed} of them with two crops",
                ways=ways,
                crops=len(crops),
                probed=len(probed),
            )
        )
    coordinates = comparator.coordinates(embeddings)
    drawn = (_draw_trial(crops, int(rng.choice(probed)), ways, rng) for _ in range(trials))
    correct = (
        _is_correct(comparator, coordinates[probe], coordinates[references]) for probe, references in drawn
    )
    return rate(sum(correct), trials)


def _draw_trial(
    crops: list[NDArray[np.intp]], person: int, ways: int, rng: np.random.Generator
) -> tuple[int, list[int]]:
    """The probe and its references, the genuine one first."""
    probe, genuine = rng.choice(crops[person], 2, replace=False)
    others = np.delete(np.arange(len(crops)), person)
    impostors = rng.choice(others, ways - 1, replace=False)
    return probe, [genuine, *(_any_of(crops[impostor], rng) for impostor in impostors)]


def _any_of(rows: NDArray[np.intp], rng: np.random.Generator) -> int:
    """The same draw as ``rng.choice(rows)``, which takes three times as long."""
    return int(rows[rng.integers(len(rows))])


def _is_correct(comparator: Comparator, probe: NDArray[np.float32], references: Coordinates) -> bool:
    similarities = comparator.similarity(probe, references)
    return bool(similarities[0] > similarities[1:].max())
