"""``vault.json``: how the data folder is encrypted, without the key."""

import secrets
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from app.vault.aes_gcm import authentication_code
from app.vault.errors import VaultError
from app.vault.passphrase import PassphraseSlot
from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import JsonError, decode_json

FILE = "vault.json"
MAX_BYTES = 100_000


class VaultState(StrEnum):
    """While files are converted, encrypted and plain ones are both accepted."""

    ENCRYPTING = "encrypting"
    ENCRYPTED = "encrypted"
    DECRYPTING = "decrypting"


class KeyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key and where it is: in the keyring, under the passphrase, or both."""

    name: str
    in_keyring: bool
    slot: PassphraseSlot | None


class VaultHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``keys``: the current one, then those that files of an unfinished key change still need. ``code``
    authenticates the rest with the current key."""

    vault: str
    state: VaultState
    keys: tuple[KeyEntry, ...]
    code: bytes = b""
    format: Literal[1] = 1

    @property
    def has_passphrase(self) -> bool:
        return self.keys[0].slot is not None

    @property
    def counter_name(self) -> str:
        """The name of the counter of failed attempts in the keyring."""
        return f"{self.vault}-attempts"

    def keyring_name(self, entry: KeyEntry) -> str:
        """The name of this key in the keyring."""
        return f"{self.vault}-{entry.name}"

    def signed(self, key: bytes) -> "VaultHeader":
        return msgspec.structs.replace(self, code=authentication_code(key, self._content()))

    def is_signed_by(self, key: bytes) -> bool:
        return secrets.compare_digest(self.code, authentication_code(key, self._content()))

    def _content(self) -> bytes:
        return msgspec.json.encode(msgspec.structs.replace(self, code=b""), order="sorted")


def read_header(folder: Path) -> VaultHeader | None:
    """None when the data folder is not encrypted. Raises VaultError for a damaged file, and OSError."""
    try:
        content = (folder / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        header = decode_json(content[:MAX_BYTES], VaultHeader)
    except JsonError as error:
        raise VaultError(
            Message("{file} is damaged: {error}. Restore it from a backup.", file=folder / FILE, error=error)
        ) from error
    if not header.keys:
        raise VaultError(
            Message("{file} is damaged: it names no key. Restore it from a backup.", file=folder / FILE)
        )
    return header


def write_header(folder: Path, header: VaultHeader, key: bytes) -> VaultHeader:
    """Sign ``header`` with the current ``key`` and write it. Returns what was written. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    signed = header.signed(key)
    write_atomically(folder / FILE, msgspec.json.format(msgspec.json.encode(signed), indent=2))
    return signed
