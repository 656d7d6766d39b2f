import pytest

from app.presenters.verification.risk import look_alike_words, risk_words
from model.runtime.card_keys import CardAttempt, attempt_key
from model.runtime.model_card import Card, Rate
from model.verification.security_levels import Level
from tests.support.bundles import card_with

ONE_IN_2000 = Rate(count=5, trials=10_000, value=0.0005, lower=0.0002, upper=0.001)
NONE = Rate(count=0, trials=10_000, value=0.0, lower=0.0, upper=0.0004)


@pytest.fixture
def card() -> Card:
    stranger = attempt_key(CardAttempt.STRANGER_ACCEPTED, Level.BALANCED)
    alike = attempt_key(CardAttempt.LOOK_ALIKE_ACCEPTED, Level.BALANCED)
    return card_with(metrics={stranger: NONE, alike: ONE_IN_2000})


def test_the_risk_of_an_attempt_is_said_with_its_upper_end(card: Card) -> None:
    assert risk_words(Level.BALANCED, card) == (
        "Fewer than 1 in 2,500 strangers who try once pass (95 % confidence)."
    )
    assert look_alike_words(Level.BALANCED, card) == (
        "About 1 in 2,000 strangers who look like you pass (at most 1 in 1,000, 95 % confidence)."
    )


def test_nothing_is_said_that_the_card_does_not_have(card: Card) -> None:
    for words in (risk_words, look_alike_words):
        assert words(Level.STRICT, card) == ""
        assert words(None, card) == ""
        assert words(Level.BALANCED, None) == ""
