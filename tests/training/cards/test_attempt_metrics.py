from model.verification.attempt_rates import AttemptRates, attempt_rates
from model.verification.security_levels import Level
from tests.support.bundles import card_with
from training.attempts.error_rates import AttemptErrorRates
from training.cards.attempt_metrics import attempt_metrics
from training.metrics.error_rates import rate

STRANGER, LOOK_ALIKE, OWNER = rate(3, 90_000), rate(2, 3_000), rate(12, 600)


def test_the_app_reads_what_the_card_stores() -> None:
    measured = {
        Level.BALANCED: AttemptErrorRates(STRANGER, LOOK_ALIKE, OWNER),
        Level.STRICT: AttemptErrorRates(STRANGER, None, OWNER),
    }
    card = card_with(metrics=attempt_metrics(measured))
    assert attempt_rates(Level.BALANCED, card) == AttemptRates(STRANGER, LOOK_ALIKE, OWNER)
    assert attempt_rates(Level.STRICT, card) == AttemptRates(STRANGER, None, OWNER)
    assert attempt_rates(Level.CONVENIENT, card) == AttemptRates(None, None, None)
