import numpy as np

from model.verification.security_levels import Level
from tests.support.comparisons import Cosine
from tests.training.attempts.test_simulation import colours, pictures
from training.attempts.measurement import LevelModel, measure_attempts
from training.attempts.subjects import Pictures

MODEL = LevelModel(Cosine(), colours, {Level.CONVENIENT: 0.5, Level.BALANCED: 0.95}, 0.5)


def test_every_level_has_its_rates_and_the_card_says_who_took_part() -> None:
    given = pictures()
    measured = measure_attempts(
        MODEL, given, colours(np.asarray(given.crops)), np.arange(12) % 3, lambda done, total: None
    )
    assert measured is not None
    assert list(measured.rates) == [Level.CONVENIENT, Level.BALANCED]
    convenient, balanced = measured.rates.values()
    assert convenient.stranger_accepted.count >= balanced.stranger_accepted.count
    assert convenient.owner_rejected.count <= balanced.owner_rejected.count
    assert balanced.look_alike_accepted is not None
    assert balanced.look_alike_accepted.trials == 9
    assert measured.description == (
        "3 enrolled people with 5 pictures or more, 9 strangers with one picture each, 15 genuine attempts; "
        "30 simulated webcam frames an attempt, without a liveness check"
    )


def test_nobody_is_measured_where_nobody_can_be_enrolled() -> None:
    given = pictures()
    one_each = np.arange(15, 24)
    few = Pictures(given.crops[one_each], [given.names[k] for k in one_each], np.arange(9))
    embeddings = colours(np.asarray(few.crops))
    assert measure_attempts(MODEL, few, embeddings, None, lambda done, total: None) is None
