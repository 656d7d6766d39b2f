"""Similarities as numbers to read: they crowd near 1, and 0.9996 is not 1."""

import math

MOST_DECIMALS = 6
"""A network's own rounding begins soon after."""


def decimals(similarity: float) -> int:
    """So many places after the point that two digits of the distance to the nearer end, 0 or 1, are told."""
    distance = min(similarity, 1 - similarity)
    return 2 + math.floor(-math.log10(distance)) if distance > 0 else 0


def similarity_words(similarity: float) -> str:
    """ "0.50", "0.972", "0.99960"; "1" is said of nothing less."""
    places = decimals(similarity)
    if places <= MOST_DECIMALS:
        return f"{similarity:.{places}f}"
    cut = math.floor(similarity * 10**MOST_DECIMALS) / 10**MOST_DECIMALS
    return f"{cut:.{MOST_DECIMALS}f}"
