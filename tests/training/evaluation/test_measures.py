from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.support.synthetic_protocols import compare, pairs_protocol, people_protocol
from training.evaluation.measures import measure_all
from training.evaluation.protocol import EvaluationProtocol
from training.evaluation.results import DecisionThreshold, Measure, ThresholdName
from training.jobs.progress import JobCancelled

DETECTION = DecisionThreshold(name=ThresholdName.DETECTION, threshold=0.75, origin="the card")
LOOSE = DecisionThreshold(name=ThresholdName.SELECTED, threshold=0.25, origin="others")


def measured(
    protocol: EvaluationProtocol, *thresholds: DecisionThreshold
) -> dict[tuple[str, str | None], Measure]:
    found = measure_all(compare(protocol), list(thresholds), lambda done, total: None)
    return {(one.name, one.at): one for one in found}


def test_listed_pairs_by_hand() -> None:
    found = measured(pairs_protocol([0.9, 0.8, 0.4], [0.1, 0.2, 0.3, 0.85]), DETECTION)
    at = "detection threshold"
    values = {name: one.value for (name, _), one in found.items() if one.value is not None}
    assert 0 < values.pop("calibration error") < 0.5
    assert values == pytest.approx(
        {
            "accuracy": 5 / 7,
            "precision": 2 / 3,
            "recall": 2 / 3,
            "F1": 2 / 3,
            "FMR": 1 / 4,
            "FNMR": 1 / 3,
            "EER": 1 / 4,
            "AUC": 10 / 12,
            "d'": (0.7 - 0.3625) / np.sqrt((np.var([0.9, 0.8, 0.4]) + np.var([0.1, 0.2, 0.3, 0.85])) / 2),
            "failure to find a face": 0.0,
        },
        rel=1e-4,
    )
    assert (found["FMR", at].count, found["FMR", at].trials) == (1, 4)


def test_people_who_look_alike_have_a_false_match_rate_of_their_own() -> None:
    protocol = replace(people_protocol(), groups=np.array([0, 0, -1, -1]))
    found = measure_all(compare(protocol), [LOOSE], lambda done, total: None)
    everybody, alike = (one for one in found if one.name == "FMR")
    assert (everybody.on, alike.on) == ("all pairs", "pairs of people who look alike")
    assert (alike.count, alike.trials) == (4, 4)


def test_an_undefined_measure_has_a_reason_and_no_value() -> None:
    found = measured(pairs_protocol([0.9, 0.8], [0.1, 0.2]), DETECTION)
    undefined = {name: one.reason for (name, _), one in found.items() if one.value is None}
    assert list(undefined) == [
        "TMR at FMR 0.01",
        "TMR at FMR 0.001",
        "TMR at FMR 0.0001",
        "5-way one-shot accuracy",
        "20-way one-shot accuracy",
        "50-way one-shot accuracy",
    ]
    assert undefined["TMR at FMR 0.001"] == "needs 1,000 comparisons of different people; there are 2"
    assert all(undefined.values())
    for one in found.values():
        assert (one.value is not None and one.has_interval) == (one.reason is None)
        assert one.value is None or np.isfinite(one.value)


def test_all_pairs_and_failures_by_hand() -> None:
    found = measured(people_protocol(), LOOSE, DETECTION)
    # Genuine 0.9, 0.8, 0.3. Of the 18 impostors, 6 are with the picture without a face.
    fnmr, fmr = found["FNMR", "detection threshold"], found["FMR", "detection threshold"]
    assert (fnmr.count, fnmr.trials, fnmr.on) == (1, 3, "all pairs")
    assert fmr.trials == 18
    failures = found["failure to find a face", None]
    assert (failures.count, failures.trials) == (1, 7)
    # Of the listed pairs 0.9, 0.8, 0.3 / 0.5, 0.6 and the failure, which never matches.
    assert found["accuracy", "chosen threshold"].count == 4
    assert found["accuracy", "detection threshold"].count == 5


def test_every_interval_contains_its_value_and_every_share_has_counts() -> None:
    for one in measured(people_protocol(), DETECTION).values():
        if one.value is not None and one.lower is not None:
            assert one.upper is not None
            assert one.lower <= one.value <= one.upper, one.name
            assert one.interval
        if one.count is not None:
            assert one.value == pytest.approx(one.count / one.trials)


@pytest.mark.parametrize(
    "protocol",
    [lambda: pairs_protocol([0.9, 0.8, 0.9], [0.1, 0.2, 0.1]), people_protocol],
    ids=["pairs", "people"],
)
def test_measures_without_an_error_have_no_interval(protocol: Callable[[], EvaluationProtocol]) -> None:
    """All samples of the bootstrap agree, which is no certainty."""
    comparisons = compare(protocol())
    apart = (np.full_like(comparisons.widest.genuine, 0.9), np.full_like(comparisons.widest.impostors, 0.1))
    perfect = replace(comparisons.widest, genuine=apart[0], impostors=apart[1])
    pairs = {"all_pairs": perfect} if comparisons.all_pairs is not None else {"listed": perfect}
    found = measure_all(replace(comparisons, **pairs), [DETECTION], lambda done, total: None)
    for name, value in (("EER", 0), ("AUC", 1)):
        (one,) = [measure for measure in found if measure.name == name]
        assert (one.value, one.lower, one.upper, one.interval) == (value, None, None, None)
        assert one.reason == "too few people or errors for an interval"


def test_it_stops_between_two_measures() -> None:
    def step(done: int, total: int) -> None:
        if done == 2:
            raise JobCancelled("Stopped.")

    with pytest.raises(JobCancelled):
        measure_all(compare(people_protocol()), [DETECTION], step)
