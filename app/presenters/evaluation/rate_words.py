"""Measured rates in percent, with the separators of the language."""

from app.translation.catalogue import localized
from training.report.number_format import format_share


def rate_words(share: float) -> str:
    """ "0.10 %", "97.5 %": ``share`` in [0, 1]."""
    return localized(format_share(share))
