"""What a store says when the disk refuses."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreError(OSError):
    """Pictures cannot be written, listed or deleted. The message says why, and what to do next."""


@contextmanager
def translate_os_errors(doing: str, path: Path, option: str = "--data") -> Iterator[None]:
    """Turn an OSError into a StoreError that names ``path`` and the user's next step; with ``option`` another
    place is named."""
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"Could not {doing} {path}: {reason}. {_advice(error, option)}") from error


def _advice(error: OSError, option: str) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space and try again; what was kept before is safe."
    if error.errno == errno.EISDIR:
        return f"A folder is where a file should be: move it away, or choose another with {option}."
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"A file is where a folder should be: move it away, or choose another folder with {option}."
    return f"See that the folder may be written, or choose another with {option}."
