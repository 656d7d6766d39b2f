import pytest

from app.presenters.evaluation.measure_words import (
    ATTEMPTS,
    KNOWN,
    dataset_words,
    evidence_words,
    measure_words,
    value_words,
)
from app.translation.catalogue import use_language
from app.translation.language import Language
from model.runtime.card_keys import CardAttempt
from training.evaluation.results import (
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
        "False match rate on all pairs, detection threshold",
    ),
    (match_rate_name(0.001), "all pairs", None, "True match rate at FMR 0.001 on all pairs"),
    (one_shot_name(5), "trials", None, "5-way one-shot accuracy"),
    (MeasureName.FAILURE_TO_FIND_A_FACE, "pictures", None, "Failure to find a face"),
    (
        MeasureName.FAR,
        "attempts by strangers",
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
    assert value_words(share) == "1,23 %"
    assert evidence_words(share) == "123 von 10.000; 95-%-Intervall 1,00 % bis 2,00 %"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            "it takes 10,000 impostor comparisons, and there are 36",
            "nötig sind 10.000 Vergleiche mit Fremden, es gibt 36",
        ),
        (
            "it takes 50 people, one with two pictures, and there are 2 people",
            "nötig sind 50 Personen, eine davon mit zwei Bildern; es gibt 2",
        ),
        (
            "it takes a person with 8 pictures, and others with fewer",
            "nötig sind eine Person mit 8 Bildern und andere mit weniger",
        ),
        ("no pair matched", "kein Paar stimmt überein"),
    ],
)
def test_why_a_measure_is_missing_is_translated(reason, words):
    assert evidence_words(Measure(name="EER", on="all pairs", reason=reason)) == f"nicht definiert: {words}"


@pytest.mark.usefixtures("german")
def test_the_data_are_named_in_german():
    assert dataset_words("a folder of people, friends") == "ein Ordner mit Personen, friends"
    folds = "Labeled Faces in the Wild, View 2: 10 folds of pairs"
    assert dataset_words(folds) == "Labeled Faces in the Wild, View 2: 10 Teile mit Paaren"


def test_every_threshold_has_words():
    stored = {str(threshold) for threshold in ThresholdName}
    known = {*KNOWN, "detection threshold", "convenient level", "strict level"}
    assert stored <= known


def test_the_rates_of_attempts_are_those_of_a_card():
    assert set(ATTEMPTS.values()) == set(map(str, CardAttempt))
