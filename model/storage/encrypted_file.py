"""Read and write files that may be encrypted: those below a folder with a cipher are, all others are not."""

import os
from pathlib import Path
from typing import Protocol

from model.installation.commands import typed
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.storage.atomic_file import write_atomically

MAGIC = b"SAMEFACE-AES-GCM-1\n"
"""Begins every encrypted file."""


CHANGED = Message("cannot be decrypted: it was changed, moved or renamed, or has another key. Delete it.")
PLAIN = Message(
    "is not encrypted, unlike this data folder. Add it with `{command}`.", command=typed("vault encrypt")
)


class EncryptionError(MessageError, OSError):
    """A file cannot be decrypted: it is locked, damaged, moved, or not encrypted where all files are. The
    message gives the reason and the next step; ``strerror`` is that message without the path."""

    def __init__(self, path: Path, reason: Message) -> None:
        OSError.__init__(self, None, reason, str(path))
        self.reason = reason

    def __str__(self) -> str:
        return Message("{file} {reason}", file=self.filename, reason=self.reason)


class LockedError(MessageError, OSError):
    """The key of encrypted files is not available. The message gives the next step."""


class FileCipher(Protocol):
    """Encrypts files. ``name`` is authenticated with the content: a file that was renamed or moved cannot be
    decrypted."""

    def encrypt(self, content: bytes, name: str) -> bytes:
        """The content of the file; MAGIC begins an encrypted one. Raises LockedError."""

    def decrypt(self, content: bytes, name: str) -> bytes:
        """Raises LockedError, and ValueError when ``content`` was not encrypted with this key for this
        ``name``."""


_ciphers: dict[str, FileCipher] = {}


def set_cipher(folder: Path, cipher: FileCipher | None) -> None:
    """Encrypt and decrypt every file below ``folder`` from now on, in this process. None: no longer."""
    if cipher is None:
        _ciphers.pop(_absolute(folder), None)
    else:
        _ciphers[_absolute(folder)] = cipher


def has_cipher(path: Path) -> bool:
    return _find(path) is not None


def read_file(path: Path) -> bytes:
    """The content of ``path``, decrypted. Raises OSError, also as EncryptionError and LockedError."""
    return decrypted(path, path.read_bytes())


def write_file(path: Path, content: bytes) -> None:
    """Write ``path`` atomically, encrypted if its folder has a cipher. Raises OSError."""
    write_atomically(path, encrypted(path, content))


def encrypted(path: Path, content: bytes) -> bytes:
    """``content`` in the form to be stored at ``path``. Raises OSError."""
    found = _find(path)
    return found[0].encrypt(content, found[1]) if found else content


def decrypted(path: Path, content: bytes) -> bytes:
    """The plain ``content`` of the file ``path``. Raises EncryptionError and LockedError."""
    found = _find(path)
    if not found and is_encrypted(content):
        raise EncryptionError(
            path, Message("is encrypted. Open it with the data folder that it belongs to (--data).")
        )
    try:
        return found[0].decrypt(content, found[1]) if found else content
    except ValueError as error:
        raise EncryptionError(path, CHANGED if is_encrypted(content) else PLAIN) from error


def is_encrypted(content: bytes) -> bool:
    return content.startswith(MAGIC)


def _find(path: Path) -> tuple[FileCipher, str] | None:
    """The cipher for ``path`` and the name under which its content is authenticated."""
    if not _ciphers:
        return None
    place = _absolute(path)
    for folder, cipher in _ciphers.items():
        if place.startswith(folder + os.sep):
            return cipher, place[len(folder) + 1 :].replace(os.sep, "/")
    return None


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - does not follow links, which keep their names
