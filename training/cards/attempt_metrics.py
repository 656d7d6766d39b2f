"""Error rates of simulated attempts under the keys of a model card."""

from collections.abc import Mapping

from model.runtime.card_keys import CardAttempt, attempt_key
from model.runtime.model_card import Rate
from model.verification.security_levels import Level
from training.attempts.error_rates import AttemptErrorRates


def attempt_metrics(rates: Mapping[Level, AttemptErrorRates]) -> dict[str, Rate]:
    """The keys that ``model.verification.attempt_rates`` reads."""
    return {
        attempt_key(key, level): rate
        for level, each in rates.items()
        for key, rate in _by_key(each).items()
        if rate is not None
    }


def _by_key(rates: AttemptErrorRates) -> dict[CardAttempt, Rate | None]:
    return {
        CardAttempt.STRANGER_ACCEPTED: rates.stranger_accepted,
        CardAttempt.LOOK_ALIKE_ACCEPTED: rates.look_alike_accepted,
        CardAttempt.OWNER_REJECTED: rates.owner_rejected,
    }
