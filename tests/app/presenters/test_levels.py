from dataclasses import replace

from app.presenters.levels import present_levels, unavailable_words
from model.runtime.card_keys import CardAttempt, attempt_key
from model.runtime.model_card import CalibrationRow, Rate
from model.verification.security_levels import Level
from tests.support.bundles import card_with

CARD = card_with(
    detection_threshold=0.97,
    calibration=[
        CalibrationRow(similarity=0.8, fmr=0.01, fmr_upper=0.0104, fnmr=0.2),
        CalibrationRow(similarity=0.97, fmr=0.001, fmr_upper=0.0011, fnmr=0.4),
        CalibrationRow(similarity=1.0, fmr=0.0, fmr_upper=7e-6, fnmr=1.0),
    ],
)


def test_what_each_level_costs_and_why_one_is_not_to_be_had() -> None:
    convenient, balanced, strict = present_levels(CARD)

    assert (convenient.level, convenient.title, convenient.rate) == (
        Level.CONVENIENT,
        "Convenient",
        "1 in 100",
    )
    assert convenient.words == (
        "A reference matches above 0.80. About 1 in 100 comparisons with strangers match (at most 1 in 96, "
        "95 % confidence). 20 % of the comparisons with the same person fail."
    )
    assert (balanced.rate, balanced.available) == ("1 in 1,000", True)
    assert (strict.rate, strict.available) == ("not measured", False)
    assert strict.words == "This level is not available: the model was not measured at 1 in 10,000."


def test_a_level_has_the_figure_of_the_sentence_about_it() -> None:
    """Of attempts, if the card has them."""
    key = attempt_key(CardAttempt.STRANGER_ACCEPTED, Level.BALANCED)
    rates = {
        "1 in 2,000": Rate(count=5, trials=10_000, value=0.0005, lower=0.0002, upper=0.001),
        "< 1 in 2,500": Rate(count=0, trials=10_000, value=0.0, lower=0.0, upper=0.0004),
    }
    for words, rate in rates.items():
        _, balanced, _ = present_levels(replace(CARD, metrics={key: rate}))
        assert balanced.rate == words


def test_without_a_model_no_level_can_be_chosen() -> None:
    views = present_levels(None)

    assert [view.rate for view in views] == ["1 in 100", "1 in 1,000", "1 in 10,000"]
    assert not any(view.available for view in views)


def test_an_unavailable_level_says_that_no_face_is_verified() -> None:
    assert unavailable_words(Level.STRICT) == (
        "Strict is not available with this model, so no face is verified. Choose another level."
    )
