"""The risk of one attempt in words, if the model's card has it."""

from app.presenters.thresholds import one_in
from app.translation.catalogue import tr
from model.runtime.model_card import Card, Rate
from model.verification.attempt_rates import attempt_rates
from model.verification.security_levels import Level


def risk_words(level: Level | None, card: Card | None) -> str:
    """Of an attempt by any stranger. Empty if the card does not have it, and without a level: for thresholds
    that the user has set."""
    accepted = attempt_rates(level, card).stranger_accepted if level and card else None
    return tr("{share} strangers who try once pass {certainty}.", **_words(accepted)) if accepted else ""


def look_alike_words(level: Level | None, card: Card | None) -> str:
    """Of an attempt by a stranger who looks like the person. Empty as ``risk_words``."""
    accepted = attempt_rates(level, card).look_alike_accepted if level and card else None
    return tr("{share} strangers who look like you pass {certainty}.", **_words(accepted)) if accepted else ""


def _words(rate: Rate) -> dict[str, str]:
    """With the upper end of the 95 % interval; only that if no attempt passed."""
    limit = one_in(rate.upper)
    if rate.value == 0:
        return {"share": tr("Fewer than {limit}", limit=limit), "certainty": tr("(95 % confidence)")}
    return {
        "share": tr("About {share}", share=one_in(rate.value)),
        "certainty": tr("(at most {limit}, 95 % confidence)", limit=limit),
    }
