import pytest

from app.presenters.evaluation.measure_words import (
    ATTEMPTS,
    evidence_words,
    measure_words,
    value_words,
)
from app.translation.catalogue import use_language
from app.translation.language import Language
from model.runtime.card_keys import CardAttempt
from training.evaluation.results import (
    AttemptKind,
    IntervalMethod,
    Measure,
    MeasureName,
    ThresholdName,
    match_rate_name,
    one_shot_name,
)


@pytest.fixture
def german():
    use_language(Language.GERMAN)
    yield
    use_language(Language.ENGLISH)


NAMED = [
    (
        MeasureName.FMR,
        "all pairs",
        ThresholdName.DETECTION,
        "False match rate on all pairs",
    ),
    (
        match_rate_name(0.001),
        "all pairs",
        None,
        "True match rate at a false match rate of 0.1 % on all pairs",
    ),
    (one_shot_name(5), "trials", None, "5-way one-shot accuracy"),
    (MeasureName.FAILURE_TO_FIND_A_FACE, "pictures", None, "Failure to find a face"),
    (
        MeasureName.FAR,
        AttemptKind.BY_STRANGERS,
        ThresholdName.BALANCED,
        "False accept rate of an attempt by a stranger, balanced level",
    ),
]


@pytest.mark.parametrize(("name", "on", "at", "words"), NAMED)
def test_a_measure_is_named_with_what_it_was_measured_on(name, on, at, words):
    assert measure_words(Measure(name=name, on=on, at=at)) == words


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("name", "on", "at", "words"), NAMED)
def test_no_name_stays_english(name, on, at, words):
    shown = measure_words(Measure(name=name, on=on, at=at))
    assert not set(shown.split()) & {"on", "of", "pairs", "rate", "level", "threshold", "attempt", "accuracy"}


@pytest.mark.usefixtures("german")
def test_figures_have_german_separators():
    share = Measure(
        name=MeasureName.FMR,
        on="all pairs",
        value=0.0123,
        lower=0.01,
        upper=0.02,
        interval=IntervalMethod.WILSON,
        count=123,
        trials=10_000,
    )
    assert value_words(share) == "1,2 %"
    assert evidence_words(share, "") == "123 von 10.000; 95-%-Intervall 1,0 % bis 2,0 %"


@pytest.mark.usefixtures("german")
def test_why_a_measure_is_missing_is_part_of_its_evidence():
    missing = Measure(name="EER", on="all pairs", reason="no pair matched")
    assert evidence_words(missing, "kein Paar") == "nicht bestimmbar: kein Paar"


def test_a_measure_without_an_interval_says_why():
    missing = Measure(name="EER", on="all pairs", value=0.0, reason="too few people")
    assert evidence_words(missing, "too few people") == "too few people"


def test_the_rates_of_attempts_are_those_of_a_card():
    assert set(ATTEMPTS.values()) == set(map(str, CardAttempt))
