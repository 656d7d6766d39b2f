"""Line breaks that would part a figure from its unit or its noun."""

import re

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MAX_LENGTH = 16
"""Of a figure and its noun, in characters. A narrow label splits a longer run in the middle of a word."""
FIGURE = rf"(?<![\w.,{NO_BREAK_SPACE}])\d+(?:[.,]\d+)*"
RATIO_WORDS = "in|of|von|to|bis"
OTHER_WORDS = f"{RATIO_WORDS}|and|or|is|are|at|per|und|oder|ist|sind|bei|pro"
"""They follow a figure and are not its noun."""

BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|s|min|h|MB|px)(?!\w))|(?<=[<>]) (?=\d)")
RATIO = re.compile(rf"{FIGURE} (?:{RATIO_WORDS}) \d+(?:[.,]\d+)*")
BEFORE_NOUN = re.compile(rf"{FIGURE}(?:{NO_BREAK_SPACE}%)? (?!(?:{OTHER_WORDS})\b)[^\W\d_]+")


def unbreakable(text: str) -> str:
    """Without a place for a line break in "20 s", "> 0.99", "1 in 25,000" or "12 references"."""
    joined = BEFORE_UNIT.sub(NO_BREAK_SPACE, text)
    return BEFORE_NOUN.sub(_joined, RATIO.sub(_joined, joined))


def _joined(match: re.Match[str]) -> str:
    found = match.group()
    return found.replace(" ", NO_BREAK_SPACE) if len(found) <= MAX_LENGTH else found
