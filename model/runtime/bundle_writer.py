"""Write a model bundle atomically."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from model.messages.message import message_of
from model.messages.message_error import MessageError
from model.runtime.bundle import CARD, file_digest
from model.runtime.model_card import Card, encode_card, with_digest
from model.storage.atomic_file import write_atomically
from model.storage.atomic_folder import atomic_folder


class ExportError(MessageError, RuntimeError):
    """The bundle was not written."""


def write_bundle(contents: Mapping[str, bytes], card: Card, folder: Path) -> None:
    """Write ``contents``, by file name, and the card with its ``files`` and ``digest`` filled in.

    Raises ExportError when ``folder`` exists, OSError when the disk is full or read-only.
    """
    files = {name: file_digest(content) for name, content in contents.items()}
    try:
        with atomic_folder(folder) as partial:
            for name, content in contents.items():
                write_atomically(partial / name, content)
            write_atomically(partial / CARD, encode_card(with_digest(replace(card, files=files))))
    except FileExistsError as error:
        raise ExportError(message_of(error)) from error
