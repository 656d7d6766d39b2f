"""Convert the files of people from one form to another: plain, encrypted, or encrypted with another key."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.storage.errors import translate_os_errors
from app.vault.cipher import VaultCipher
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.vision.image_file import has_image_suffix

log = logging.getLogger(__name__)

COMPUTED = frozenset({".bin", ".template"})
"""The suffixes of files of embeddings."""


@dataclass(frozen=True, slots=True)
class ConversionReport:
    """``converted``: how many files. ``damaged``: files that could not be decrypted and stay as they are."""

    converted: int
    damaged: tuple[Path, ...]


def convert(folders: Sequence[Path], cipher: VaultCipher) -> ConversionReport:
    """Bring every face below ``folders`` into the form in which ``cipher`` writes now. Files are replaced
    atomically; if the process is killed, another conversion does the rest. Raises StoreError."""
    converted, damaged = 0, list[Path]()
    for root, path in [(folder, path) for folder in folders for path in face_files(folder)]:
        with translate_os_errors(Message("convert"), path):
            try:
                converted += _convert(path, path.relative_to(root).as_posix(), cipher)
            except ValueError as error:
                log.warning("%s could not be decrypted: %s", path, error)
                damaged.append(path)
    return ConversionReport(converted, tuple(damaged))


def _convert(path: Path, name: str, cipher: VaultCipher) -> bool:
    """False if the file has that form already. Raises ValueError and OSError."""
    content = path.read_bytes()
    if cipher.is_current(content):
        return False
    write_atomically(path, cipher.encrypt(cipher.decrypt(content, name), name))
    return True


def face_files(folder: Path) -> Iterator[Path]:
    """The pictures and embeddings below ``folder``, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        known = has_image_suffix(path) or (path.suffix in COMPUTED and not path.name.startswith("."))
        if known and path.is_file():
            yield path
