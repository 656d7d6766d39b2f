"""The measured error rates of a whole attempt at a security level."""

from dataclasses import dataclass

from model.runtime.card_keys import CardAttempt, attempt_key
from model.runtime.model_card import Card, Rate
from model.verification.security_levels import Level


@dataclass(frozen=True, slots=True)
class AttemptRates:
    """By ISO/IEC 19795-1: the share of attempts by other people that are verified, and of attempts by the
    enrolled person that are not. None if the card does not have it.

    ``stranger_accepted``: any other person; ``look_alike_accepted``: one who looks alike.
    """

    stranger_accepted: Rate | None
    look_alike_accepted: Rate | None
    owner_rejected: Rate | None


def attempt_rates(level: Level, card: Card) -> AttemptRates:
    return AttemptRates(*(card.metrics.get(attempt_key(rate, level)) for rate in CardAttempt))
