"""What may leave the machine in a bug report: no path, for a path may hold somebody's name."""

import re
from collections.abc import Iterable
from pathlib import Path

PLACE = "<path>"
_PATH = re.compile(r"(?:\b[A-Za-z]:[\\/]|(?<![\w.<>])~?/|\\\\)[^\s'\":;,)]+")


def without_paths(text: str, known: Iterable[Path]) -> str:
    """``text`` with a mark for each path: first those ``known``, which may hold spaces, then all others."""
    for path in sorted((str(path) for path in known if len(path.parts) > 1), key=len, reverse=True):
        text = text.replace(path, PLACE)
    return re.sub(rf"{PLACE}(?:[\\/][^\s'\":;,)]*)?", PLACE, _PATH.sub(PLACE, text))
