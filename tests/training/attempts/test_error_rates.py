import numpy as np

from training.attempts.error_rates import attempt_error_rates
from training.attempts.simulation import AttemptOutcomes
from training.attempts.subjects import Pictures, Subjects

PEOPLE = np.array([0] * 5 + [1] * 5 + [2, 3, 4, 5])
GIVEN = Pictures(np.zeros((14, 1, 1, 3), np.uint8), [str(k) for k in range(14)], PEOPLE)
SUBJECTS = Subjects(
    enrolled=np.array([0, 1]),
    references=(np.arange(5), np.arange(5, 10)),
    own=np.array([0, 1, 5, 6]),
    strangers=np.array([10, 11, 12, 13]),
)


def outcomes(own: list[bool], strangers: list[list[bool]]) -> AttemptOutcomes:
    return AttemptOutcomes(np.array([own]), np.array([strangers]))


def test_rates_by_hand() -> None:
    seen = outcomes([True, True, True, False], [[True, False], [False, False], [False, True], [False, False]])
    groups = np.array([7, 8, 7, 8, 7, -1])
    (rates,) = attempt_error_rates(seen, GIVEN, SUBJECTS, groups)
    assert (rates.owner_rejected.count, rates.owner_rejected.trials) == (1, 4)
    assert (rates.stranger_accepted.count, rates.stranger_accepted.trials) == (2, 8)
    assert rates.look_alike_accepted is not None
    # 2 with 0, 3 with 1 and 4 with 0: only the first is accepted.
    assert (rates.look_alike_accepted.count, rates.look_alike_accepted.trials) == (1, 3)
    assert rates.stranger_accepted.lower < 0.25 < rates.stranger_accepted.upper


def test_without_look_alikes_their_rate_is_not_defined() -> None:
    seen = outcomes([True] * 4, [[False, False]] * 4)
    for groups in (None, np.full(6, -1)):
        (rates,) = attempt_error_rates(seen, GIVEN, SUBJECTS, groups)
        assert rates.look_alike_accepted is None
        assert rates.stranger_accepted.count == 0 < rates.stranger_accepted.upper
