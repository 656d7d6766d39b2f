import numpy as np
import pytest

from model.runtime.similarity_head import Embeddings
from tests.support.comparisons import Cosine, clustered_embeddings
from training.data.samples import ANONYMOUS
from training.jobs.progress import JobError
from training.metrics.error_rates import Scores
from training.metrics.one_shot import one_shot_accuracy

PEOPLE = np.concatenate([np.arange(30).repeat(3), np.arange(30, 40)])


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_distinct_people_are_always_found() -> None:
    found = one_shot_accuracy(
        Cosine(), clustered_embeddings(PEOPLE, 0.0, dimensions=64), PEOPLE, rng(), trials=300
    )
    assert (found.count, found.trials) == (300, 300)


@pytest.mark.slow
@pytest.mark.parametrize("ways", [2, 5, 20])
def test_guessing_is_correct_one_time_in_n(ways: int) -> None:
    many = np.arange(1000).repeat(2)
    found = one_shot_accuracy(
        Cosine(), clustered_embeddings(many, np.inf), many, rng(), ways=ways, trials=1000
    )
    assert found.lower < 1 / ways < found.upper


def test_a_tie_is_wrong() -> None:
    equal = np.ones((len(PEOPLE), 1), np.float32)
    assert one_shot_accuracy(Cosine(), equal, PEOPLE, rng(), trials=50).count == 0


class Recording(Cosine):
    """Records its arguments; the first reference always wins."""

    def __init__(self) -> None:
        super().__init__()
        self.trials: list[tuple[int, list[int]]] = []

    def similarity(self, one: np.ndarray, many: Embeddings) -> Scores:
        self.trials.append((int(one[0]), many[:, 0].astype(int).tolist()))
        return np.linspace(1, 0, len(many), dtype=np.float32)


def test_a_trial_is_one_probe_and_references_of_different_people() -> None:
    people = np.concatenate([PEOPLE, [ANONYMOUS] * 3])
    recording, rows = Recording(), np.arange(len(people), dtype=np.float32)[:, np.newaxis]
    one_shot_accuracy(recording, rows, people, rng(), trials=400)
    for probe, (genuine, *others) in recording.trials:
        assert probe != genuine
        assert people[probe] == people[genuine]
        assert len({int(people[row]) for row in (genuine, *others)}) == 20
    probed = {int(people[probe]) for probe, _ in recording.trials}
    impostors = {int(people[row]) for _, references in recording.trials for row in references[1:]}
    assert probed == set(range(30))
    assert impostors == {*range(40), ANONYMOUS}


@pytest.mark.slow
def test_trials_are_seeded() -> None:
    rows = clustered_embeddings(PEOPLE, 0.8)
    first, again, other = (one_shot_accuracy(Cosine(), rows, PEOPLE, rng(seed)).count for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize(
    ("people", "received"),
    [
        (np.arange(19).repeat(2), "19 people, 19 of them"),
        (np.arange(20), "20 people, 0 of them"),
        (np.concatenate([np.arange(20), [ANONYMOUS] * 2]), "21 people, 0 of them"),
    ],
    ids=["too few", "no second crop", "only unknown people twice"],
)
def test_twenty_ways_need_twenty_people(people: np.ndarray, received: str) -> None:
    with pytest.raises(JobError, match=f"Received: {received}"):
        one_shot_accuracy(Cosine(), np.ones((len(people), 1), np.float32), people, rng())
