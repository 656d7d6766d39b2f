"""Errors of reading, writing and deleting in the data folder."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.os_errors import system_reason


class StoreError(MessageError, OSError):
    """A file or folder cannot be read, written or deleted. The message gives the reason and the next step."""


@contextmanager
def translate_os_errors(doing: Message, path: Path, option: str = "--data") -> Iterator[None]:
    """Turn an OSError into a StoreError: "Could not ``doing`` ``path``", the reason and the next step. With
    ``option`` the user chooses another place; empty: where the last one was chosen."""
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(
            Message(
                "Could not {doing} {path}: {reason}. {advice}",
                doing=doing,
                path=path,
                reason=system_reason(error),
                advice=_advice(error, option),
            )
        ) from error


def _advice(error: OSError, option: str) -> Message:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Message("Free some disk space and try again. Everything saved before is safe.")
    how = Message(" with {option}", option=option) if option else ""
    if error.errno == errno.EISDIR:
        return Message(
            "A folder has the name of the file. Move the folder, or choose another place{how}.", how=how
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return Message(
            "A file has the name of the folder. Move the file, or choose another folder{how}.", how=how
        )
    return Message("Check that you may write to the folder, or choose another{how}.", how=how)
