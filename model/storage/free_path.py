"""A name that no file has yet, so that nothing is overwritten unasked."""

from itertools import count
from pathlib import Path


def free_path(path: Path) -> Path:
    """``path``, or the first of "name 2", "name 3" and so on with the same suffix that does not exist."""
    numbered = (path.with_name(f"{path.stem} {number}{path.suffix}") for number in count(2))
    return path if not path.exists() else next(one for one in numbered if not one.exists())
