"""Line breaks that would part a figure from its unit."""

import re

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|s|min|h|MB|px)(?!\w))")


def unbreakable(text: str) -> str:
    """Without a place for a line break between a figure and its unit."""
    return BEFORE_UNIT.sub(NO_BREAK_SPACE, text)
