"""Errors of reading, writing and deleting in the data folder."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreError(OSError):
    """A file or folder cannot be read, written or deleted. The message gives the reason and the next step."""


@contextmanager
def translate_os_errors(doing: str, path: Path, option: str = "--data") -> Iterator[None]:
    """Turn an OSError into a StoreError: "Could not ``doing`` ``path``", the reason and the next step. With
    ``option`` the user chooses another place."""
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"Could not {doing} {path}: {reason}. {_advice(error, option)}") from error


def _advice(error: OSError, option: str) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some disk space and try again. Everything saved before is safe."
    if error.errno == errno.EISDIR:
        return f"A folder has the name of the file. Move the folder, or choose another place with {option}."
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"A file has the name of the folder. Move the file, or choose another folder with {option}."
    return f"Check that you may write to the folder, or choose another with {option}."
