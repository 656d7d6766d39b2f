"""An encrypted archive of all people under a passphrase, to keep elsewhere or to move to another machine.

The archive is a tar file in pieces. Each piece is encrypted with AES-256-GCM and its position, and the last
is marked, so that none can be changed, moved, repeated or left out (STREAM: Hoang et al., 2015).
"""

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from app.storage.errors import translate_os_errors
from app.storage.looks import LookStore, decode_looks, encode_looks
from app.storage.people import PersonNameError, checked_person_name, people_in
from app.vault import aes_gcm
from app.vault.aes_gcm import NONCE_BYTES, TAG_BYTES, NotAuthenticError
from app.vault.conversion import face_files
from app.vault.errors import VaultError
from app.vault.passphrase import PassphraseSlot, open_key, seal_key
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.encrypted_file import read_file, write_file
from model.storage.json_codec import JsonError, decode_json

MAGIC = b"SAMEFACE-EXPORT-1\n"
PIECE_BYTES = 1 << 20
MAX_HEADER_BYTES = 4096
MAX_FILE_BYTES = 500_000_000
LOOKS = "looks"
"""Folder in the archive: the names of a person's looks."""


def export_people(people_folder: Path, file: Path, passphrase: str) -> int:
    """Write the pictures and embeddings of everyone to ``file``. Returns their number.

    Raises StoreError, VaultError for a short passphrase, and LockedError.
    """
    plain, count = io.BytesIO(), 0
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for path in face_files(people_folder):
            _append(tar, path.relative_to(people_folder).as_posix(), read_file(path))
            count += 1
        for person in people_in(people_folder):
            names = LookStore(people_folder).read(person)
            if names:
                _append(tar, f"{person}/{LOOKS}/{LOOKS}.json", encode_looks(names))
    key = aes_gcm.new_key()
    header = msgspec.json.encode(seal_key(key, passphrase)) + b"\n"
    with translate_os_errors(Message("write"), file, option=""):
        write_atomically(file, b"".join([MAGIC, header, *_sealed(key, header, plain.getbuffer())]))
    return count


@dataclass(frozen=True, eq=False, slots=True)
class OpenedArchive:
    """``people``: everyone in it; ``known``: those of them who have a folder already. ``files``: where each
    file goes, and what it contains. ``looks``: their names, by person. ``has_new``: whether a file was not
    there yet when the archive was opened."""

    people_folder: Path
    people: tuple[str, ...]
    known: tuple[str, ...]
    files: tuple[tuple[Path, bytes], ...]
    looks: dict[str, dict[str, str]]
    has_new: bool

    def add(self) -> list[Path]:
        """Add the pictures and embeddings that are not there yet. Returns their paths. Raises StoreError and
        LockedError."""
        added = [place for place, content in self.files if _add(place, content)]
        for person, names in self.looks.items():
            LookStore(self.people_folder).add(person, names)
        return added


def open_archive(people_folder: Path, file: Path, passphrase: str) -> OpenedArchive:
    """Raises StoreError, VaultError when ``file`` is not an archive or is damaged, and LockedError."""
    with translate_os_errors(Message("read"), file, option=""), file.open("rb") as source:
        plain = _opened(source, file, passphrase)
    with tarfile.open(fileobj=plain, mode="r:") as tar:
        found = [
            (_place(people_folder, entry.name, file), _content(tar.extractfile(entry)))
            for entry in tar
            if entry.isfile()
        ]
    files = tuple(one for one in found if one[0].parent.name != LOOKS)
    looks = {place.parents[1].name: decode_looks(one) for place, one in found if place.parent.name == LOOKS}
    people = tuple(sorted({place.parents[1].name for place, _ in files}))
    known = tuple(person for person in people if (people_folder / person).is_dir())
    has_new = any(not place.exists() for place, _ in files)
    return OpenedArchive(people_folder, people, known, files, looks, has_new)


def import_people(people_folder: Path, file: Path, passphrase: str) -> int:
    """Add what ``open_archive`` finds. Existing files stay. Returns how many were added. Nothing is added
    from a damaged archive."""
    return len(open_archive(people_folder, file, passphrase).add())


def _append(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _content(source: IO[bytes] | None) -> bytes:
    return source.read(MAX_FILE_BYTES) if source else b""


def _sealed(key: bytes, header: bytes, plain: memoryview) -> Iterator[bytes]:
    count = max(1, -(-len(plain) // PIECE_BYTES))
    for index in range(count):
        piece = bytes(plain[index * PIECE_BYTES : (index + 1) * PIECE_BYTES])
        yield aes_gcm.encrypt(key, piece, _context(header, index, last=index == count - 1))


def _opened(source: IO[bytes], file: Path, passphrase: str) -> io.BytesIO:
    if source.read(len(MAGIC)) != MAGIC:
        raise VaultError(
            Message("{file} is not a Sameface archive. Choose a file that Sameface exported.", file=file)
        )
    header, plain, index = source.readline(MAX_HEADER_BYTES), io.BytesIO(), 0
    size = PIECE_BYTES + NONCE_BYTES + TAG_BYTES
    try:
        key = open_key(decode_json(header, PassphraseSlot), passphrase)
        piece = source.read(size)
        while piece:
            following = source.read(size)
            plain.write(aes_gcm.decrypt(key, piece, _context(header, index, last=not following)))
            piece, index = following, index + 1
    except (JsonError, NotAuthenticError) as error:
        raise VaultError(
            Message("{file} is damaged, so nothing was imported. Use another copy.", file=file)
        ) from error
    if index == 0:
        raise VaultError(Message("{file} is damaged, so nothing was imported. Use another copy.", file=file))
    plain.seek(0)
    return plain


def _context(header: bytes, index: int, *, last: bool) -> bytes:
    return MAGIC + header + index.to_bytes(8, "big") + bytes([last])


def _place(people_folder: Path, name: str, file: Path) -> Path:
    """Raises VaultError for a name that is not ``<person>/<kind>/<file>``."""
    parts = name.split("/")
    try:
        person_fits = checked_person_name(parts[0]) == parts[0]
    except PersonNameError:
        person_fits = False
    if not person_fits or len(parts) != 3 or any(part in ("", ".", "..") or "\\" in part for part in parts):
        raise VaultError(
            Message(
                "{file} holds a file with an impossible name, so nothing was imported: {name!r}.",
                file=file,
                name=name,
            )
        )
    return people_folder.joinpath(*parts)


def _add(place: Path, content: bytes) -> bool:
    if place.exists():
        return False
    with translate_os_errors(Message("import"), place):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_file(place, content)
    return True
