from model.runtime.card_keys import CardAttempt, attempt_key
from model.runtime.model_card import Rate
from model.verification.attempt_rates import AttemptRates, attempt_rates
from model.verification.security_levels import Level
from tests.support.bundles import card_with

RARE = Rate(count=4, trials=40_000, value=1e-4, lower=2e-5, upper=4e-4)
OFTEN = Rate(count=30, trials=600, value=0.05, lower=0.03, upper=0.09)


def test_a_level_has_the_rates_that_the_card_measured() -> None:
    card = card_with(
        metrics={
            attempt_key(CardAttempt.STRANGER_ACCEPTED, Level.BALANCED): RARE,
            attempt_key(CardAttempt.OWNER_REJECTED, Level.BALANCED): OFTEN,
        }
    )
    assert attempt_rates(Level.BALANCED, card) == AttemptRates(RARE, None, OFTEN)
    assert attempt_rates(Level.STRICT, card) == AttemptRates(None, None, None)
