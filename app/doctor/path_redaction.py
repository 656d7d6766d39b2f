"""Remove paths from bug reports: a path may contain a person's name."""

import re
from collections.abc import Iterable
from pathlib import Path

PATH_MARK = "<path>"
_PATH = re.compile(r"(?:\b[A-Za-z]:[\\/]|(?<![\w.<>])~?/|\\\\)[^\s'\":;,)]+")


def redact_paths(text: str, known: Iterable[Path]) -> str:
    """``text`` with a mark for each path: the ``known`` ones first, since they may contain spaces."""
    for path in sorted((str(path) for path in known if len(path.parts) > 1), key=len, reverse=True):
        text = text.replace(path, PATH_MARK)
    return re.sub(rf"{PATH_MARK}(?:[\\/][^\s'\":;,)]*)?", PATH_MARK, _PATH.sub(PATH_MARK, text))
