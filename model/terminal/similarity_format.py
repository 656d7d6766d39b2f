"""Similarities and matches as text. Similarities crowd near 1, and 0.9996 must not read as 1."""

import math

from model.terminal.plurals import counted

MAX_DECIMALS = 6
"""Further digits are rounding errors of the network."""


def decimal_places(similarity: float) -> int:
    """Enough for two significant digits of the distance to the nearer end, 0 or 1."""
    distance = min(similarity, 1 - similarity)
    return 2 + math.floor(-math.log10(distance)) if distance > 0 else 0


def format_similarity(similarity: float) -> str:
    """ "0.50", "0.972", "0.99960"; "1" only for exactly 1."""
    places = decimal_places(similarity)
    if places <= MAX_DECIMALS:
        return f"{similarity:.{places}f}"
    truncated = math.floor(similarity * 10**MAX_DECIMALS) / 10**MAX_DECIMALS
    return f"{truncated:.{MAX_DECIMALS}f}"


def format_measured(similarity: float) -> str:
    """A similarity that was measured. Near 1, float32 cannot tell a similarity from 1: "> 0.999999"."""
    nearest = 1 - 10**-MAX_DECIMALS
    return f"> {nearest:.{MAX_DECIMALS}f}" if similarity > nearest else format_similarity(similarity)


def format_matches(matches: int, references: int) -> str:
    """ "1 of 3 references matches", "2 of 3 references match", "0 of 1 reference matches"."""
    verb = "matches" if 1 in (matches, references) else "match"
    return f"{matches} of {counted(references, 'reference')} {verb}"
