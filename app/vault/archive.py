"""An encrypted archive of all people under a passphrase, to keep elsewhere or to move to another machine.

The archive is a tar file in pieces. Each piece is encrypted with AES-256-GCM and its position, and the last
is marked, so that none can be changed, moved, repeated or left out (STREAM: Hoang et al., 2015).
"""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from app.storage.errors import translate_os_errors
from app.storage.people import PersonNameError, checked_person_name
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


def export_people(people_folder: Path, file: Path, passphrase: str) -> int:
    """Write the pictures and embeddings of everyone to ``file``. Returns their number.

    Raises StoreError, VaultError for a short passphrase, and LockedError.
    """
    plain, count = io.BytesIO(), 0
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for path in face_files(people_folder):
            content = read_file(path)
            entry = tarfile.TarInfo(path.relative_to(people_folder).as_posix())
            entry.size, entry.mode = len(content), 0o600
            tar.addfile(entry, io.BytesIO(content))
            count += 1
    key = aes_gcm.new_key()
    header = msgspec.json.encode(seal_key(key, passphrase)) + b"\n"
    with translate_os_errors(Message("write"), file, option=""):
        write_atomically(file, b"".join([MAGIC, header, *_sealed(key, header, plain.getbuffer())]))
    return count


def import_people(people_folder: Path, file: Path, passphrase: str) -> int:
    """Add the pictures and embeddings in ``file``. Existing ones stay. Returns how many were added. Nothing
    is added from a damaged archive. Raises StoreError, VaultError when ``file`` is not an archive or is
    damaged, and LockedError.
    """
    with translate_os_errors(Message("read"), file, option=""), file.open("rb") as source:
        plain = _opened(source, file, passphrase)
    with tarfile.open(fileobj=plain, mode="r:") as tar:
        found = [(_place(people_folder, entry.name, file), entry) for entry in tar if entry.isfile()]
        return sum(_add(place, tar.extractfile(entry)) for place, entry in found)


def _sealed(key: bytes, header: bytes, plain: memoryview) -> Iterator[bytes]:
    count = max(1, -(-len(plain) // PIECE_BYTES))
    for index in range(count):
        piece = bytes(plain[index * PIECE_BYTES : (index + 1) * PIECE_BYTES])
        yield aes_gcm.encrypt(key, piece, _context(header, index, last=index == count - 1))


def _opened(source: IO[bytes], file: Path, passphrase: str) -> io.BytesIO:
    if source.read(len(MAGIC)) != MAGIC:
        raise VaultError(
            Message("{file} is not a Sameface archive. Name a file that `vault export` wrote.", file=file)
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


def _add(place: Path, content: IO[bytes] | None) -> bool:
    if content is None or place.exists():
        return False
    with translate_os_errors(Message("import"), place):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_file(place, content.read(MAX_FILE_BYTES))
    return True
