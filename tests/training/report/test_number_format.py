from dataclasses import replace

import pytest

from training.evaluation.results import IntervalMethod, Measure, MeasureName, ThresholdName
from training.report.number_format import (
    METHODS,
    format_condition,
    format_count,
    format_interval,
    format_method,
    format_name,
    format_reason,
    format_value,
)

ACCURACY = Measure(
    name=MeasureName.ACCURACY,
    on="all pairs",
    at=ThresholdName.DETECTION,
    value=0.975,
    lower=0.5,
    upper=1.0,
    interval=IntervalMethod.BOOTSTRAP_PEOPLE,
    count=1950,
    trials=2000,
)
UNDEFINED = Measure(name="TMR at FMR 0.001", on="pairs", reason="there are too few impostors")

VALUES = {
    "a share in percent": (MeasureName.FMR, 0.975, "97.5 %"),
    "a small share with more digits": (MeasureName.FMR, 0.00025, "0.025 %"),
    "no error": (MeasureName.FMR, 0.0, "0 %"),
    "two digits": (MeasureName.FMR, 0.001, "0.10 %"),
    "rounded up": (MeasureName.FMR, 0.000999, "0.10 %"),
    "near 100 %": (MeasureName.ACCURACY, 0.99951, "99.951 %"),
    "no failure": (MeasureName.ACCURACY, 1.0, "100 %"),
    "an area is not a share": (MeasureName.AUC, 0.99912, "0.9991"),
    "a large number with fewer decimals": (MeasureName.D_PRIME, 15.0234, "15.02"),
    "a share with a parameter": ("20-way one-shot accuracy", 0.5, "50.0 %"),
}


@pytest.mark.parametrize(("name", "value", "text"), VALUES.values(), ids=VALUES)
def test_shares_are_in_percent_and_other_numbers_are_not(name: str, value: float, text: str) -> None:
    assert format_value(Measure(name=name, on="pairs", value=value)) == text


def test_a_mean_has_its_standard_error() -> None:
    mean = Measure(name=MeasureName.ACCURACY, on="pairs", value=0.97, standard_error=0.002)
    assert format_value(mean) == "97.0 % ± 0.20 %"


def test_an_interval_has_its_method() -> None:
    assert format_interval(ACCURACY) == "50.0 % to 100 %"
    assert format_method(ACCURACY) == "bootstrap over people"
    assert set(METHODS) == set(IntervalMethod)


def test_an_interval_without_a_width_is_none() -> None:
    """Earlier versions stored it."""
    certain = replace(
        ACCURACY, name=MeasureName.EER, value=0.0, lower=0.0, upper=0.0, count=None, trials=None
    )
    assert format_interval(certain) == format_method(certain) == ""
    missing = replace(certain, lower=None, upper=None, interval=None, reason="too few people")
    assert (format_value(missing), format_reason(missing)) == ("0 %", "too few people")


def test_a_prime_is_shown_as_such() -> None:
    assert format_name(Measure(name=MeasureName.D_PRIME, on="pairs")) == "d′"


def test_a_share_has_its_counts_and_its_condition() -> None:
    assert format_count(ACCURACY) == "1,950 of 2,000"
    assert format_condition(ACCURACY) == "all pairs, detection threshold"
    assert format_condition(UNDEFINED) == "pairs"


def test_an_undefined_measure_has_a_dash_and_a_reason() -> None:
    assert format_value(UNDEFINED) == "–"
    assert format_reason(UNDEFINED) == "not defined: there are too few impostors"
    assert format_interval(UNDEFINED) == format_method(UNDEFINED) == format_count(UNDEFINED) == ""
    assert format_reason(ACCURACY) == ""
