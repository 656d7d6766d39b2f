"""Check that results can be written: to an ordinary file in an existing folder."""

import os
from pathlib import Path

from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.windows_names import is_device_name


class OutputFileError(MessageError, ValueError):
    """Results cannot be written there. The message says why, and what to name instead."""


def require_output_file(path: Path, option: str, system: str = os.name) -> None:
    """Raises OutputFileError for a folder, a device, a pipe, or a place without a folder.

    ``option`` is the command-line option that names the file.
    """
    if system == "nt" and is_device_name(path.name):
        raise OutputFileError(
            Message("{path} is a device on Windows. Name a file with {option}.", path=path, option=option)
        )
    if not path.absolute().parent.is_dir():
        raise OutputFileError(
            Message(
                "There is no folder {parent}. Create it, or name another with {option}.",
                parent=path.parent,
                option=option,
            )
        )
    if path.is_dir():
        raise OutputFileError(
            Message("{path} is a folder. Name a file with {option}.", path=path, option=option)
        )
    if path.exists() and not path.is_file():
        raise OutputFileError(
            Message(
                "{path} is a device or a pipe, not a file. Name a file with {option}.",
                path=path,
                option=option,
            )
        )
