"""The risk of one attempt in words, if the model's card has it."""

from app.presenters.thresholds import one_in
from app.translation.catalogue import tr
from model.runtime.model_card import Card, Rate
from model.verification.attempt_rates import attempt_rates
from model.verification.security_levels import Level


def risk_words(level: Level | None, card: Card | None) -> str:
    """Empty if the card does not have it, and for thresholds that are not those of a level (None)."""
    if level is None or card is None:
        return ""
    rates = attempt_rates(level, card)
    if rates.stranger_accepted is None:
        return ""
    sentences = [tr("{share} strangers who try once pass {certainty}.", **_words(rates.stranger_accepted))]
    if rates.look_alike_accepted is not None:
        alike = _words(rates.look_alike_accepted)
        sentences.append(tr("{share} strangers who look like you pass {certainty}.", **alike))
    return " ".join(sentences)


def _words(rate: Rate) -> dict[str, str]:
    """With the upper end of the 95 % interval; only that if no attempt passed."""
    limit = one_in(rate.upper)
    if rate.value == 0:
        return {"share": tr("Fewer than {limit}", limit=limit), "certainty": tr("(95 % confidence)")}
    return {
        "share": tr("About {share}", share=one_in(rate.value)),
        "certainty": tr("(at most {limit}, 95 % confidence)", limit=limit),
    }
