"""The encryption of a data folder: whether there is one, and its key."""

import base64
import binascii
import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.storage.outside_copy import OutsideCopy, StateFolder
from app.storage.paths import Paths
from app.vault import keyring_key
from app.vault.cipher import VaultCipher
from app.vault.errors import NoKeyError, VaultError
from app.vault.header import FILE, KeyEntry, VaultHeader, VaultState, read_header
from app.vault.passphrase import open_key
from model.installation.commands import typed
from model.messages.message import Message
from model.storage.encrypted_file import set_cipher

MARK = "vault"
"""File outside the data folder that records that the folder is encrypted."""
KEYS_VARIABLE = "SAMEFACE_VAULT_KEYS"
"""Environment variable that passes the keys of an open vault to a process that the window starts."""


PASSPHRASE_FILE_VARIABLE = "SAMEFACE_PASSPHRASE_FILE"
"""Environment variable that names a file with the passphrase."""


def encrypted_folders(paths: Paths) -> tuple[Path, ...]:
    """The folders that hold faces."""
    return paths.people, paths.history


def refuse_to_ask() -> str:
    """Raises NoKeyError: there is no way to ask for the passphrase."""
    raise NoKeyError(
        Message(
            "The data folder is encrypted with a passphrase. Run the command in a terminal, or name a file "
            "that holds the passphrase in {variable}.",
            variable=PASSPHRASE_FILE_VARIABLE,
        )
    )


def refuse_until_unlocked() -> str:
    """Raises NoKeyError: the window asks for the passphrase, and calls ``unlock``."""
    raise NoKeyError(Message("The data folder is locked. Unlock it first."))


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """``state``: None when nothing is encrypted."""

    state: VaultState | None
    locked: bool = False
    in_keyring: bool = False
    has_passphrase: bool = False
    changing_key: bool = False


class Vault:
    """Reads the header when it is created; fetches the keys when a file needs them, or with ``unlock``.

    Raises VaultError when the header is damaged, or missing although the folder was encrypted.
    """

    def __init__(
        self, paths: Paths, ask: Callable[[], str] = refuse_to_ask, outside: OutsideCopy | None = None
    ) -> None:
        """``ask`` returns the passphrase, or raises LockedError."""
        self.paths, self.outside = paths, outside or StateFolder(paths.root)
        self._ask = ask
        self._lock = threading.RLock()
        self._keys: dict[str, bytes] = {}
        self.header = read_header(paths.root)
        self._require_header()

    @property
    def status(self) -> VaultStatus:
        header = self.header
        if header is None:
            return VaultStatus(None)
        return VaultStatus(
            header.state,
            locked=not self._keys,
            in_keyring=header.keys[0].in_keyring,
            has_passphrase=header.has_passphrase,
            changing_key=len(header.keys) > 1,
        )

    @property
    def needs_passphrase(self) -> bool:
        """Whether only a passphrase opens it now."""
        return self.header is not None and not self._keys and not self.header.keys[0].in_keyring

    def mount(self) -> None:
        """Encrypt and decrypt the pictures and embeddings of faces from now on, in this process."""
        for folder in encrypted_folders(self.paths):
            set_cipher(folder, self.cipher())

    def cipher(self) -> VaultCipher | None:
        """None when nothing is encrypted."""
        if self.header is None:
            return None
        return VaultCipher(self.keys, self.header.keys[0].name, self.header.state)

    def keys(self) -> Mapping[str, bytes]:
        """The keys by their names, the current one first. Raises LockedError."""
        with self._lock:
            if self.header is not None and not self._keys:
                self._accept(_inherited_keys(self.header) or self._fetched_keys(self.header))
            return self._keys

    def unlock(self, passphrase: str) -> None:
        """Raises LockedError when the passphrase is wrong, or when there is none."""
        with self._lock:
            if self.header is not None:
                self._accept({entry.name: _open_slot(entry, passphrase) for entry in self.header.keys})

    def lock(self) -> None:
        """Forget the keys."""
        with self._lock:
            self._keys = {}

    def use(self, header: VaultHeader | None, keys: Mapping[str, bytes]) -> None:
        """Work with another ``header``, which has been written, and its ``keys``."""
        with self._lock:
            self.header, self._keys = header, dict(keys)
        self.mount()

    def exported_keys(self) -> str:
        """For KEYS_VARIABLE; empty while locked."""
        return json.dumps({name: base64.b64encode(key).decode() for name, key in self._keys.items()})

    def _accept(self, keys: dict[str, bytes]) -> None:
        """Raises VaultError when the header was not written with these keys."""
        header = self.header
        if header is not None and not header.is_signed_by(keys[header.keys[0].name]):
            raise VaultError(
                Message("{file} was changed. Restore it from a backup.", file=self.paths.root / FILE)
            )
        self._keys = keys

    def _fetched_keys(self, header: VaultHeader) -> dict[str, bytes]:
        if all(entry.in_keyring for entry in header.keys):
            try:
                return {entry.name: keyring_key.load_key(header.keyring_name(entry)) for entry in header.keys}
            except NoKeyError:
                if not header.has_passphrase:
                    raise
        passphrase = self._ask()
        return {entry.name: _open_slot(entry, passphrase) for entry in header.keys}

    def _require_header(self) -> None:
        """A folder that was encrypted cannot become a plain one behind the owner's back."""
        marked = self.outside.read(MARK) or b""
        found = self.header.vault.encode() if self.header else b""
        if marked and marked != found and any(self.paths.people.glob("*/*/*")):
            what = Message("now has another vault.json") if found else Message("its vault.json is missing")
            raise VaultError(
                Message(
                    "{root} was encrypted, but {what}. Restore it from a backup. If you replaced the folder "
                    "yourself, accept it with `{command}`.",
                    root=self.paths.root,
                    what=what,
                    command=typed("vault accept"),
                )
            )


def _open_slot(entry: KeyEntry, passphrase: str) -> bytes:
    if entry.slot is None:
        raise NoKeyError(Message("The data folder has no passphrase: its key is in the system's keyring."))
    return open_key(entry.slot, passphrase)


def _inherited_keys(header: VaultHeader) -> dict[str, bytes]:
    """From the process that started this one; empty without them."""
    try:
        given = json.loads(os.environ.get(KEYS_VARIABLE) or "{}")
        keys = {name: base64.b64decode(key, validate=True) for name, key in given.items()}
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return {}
    return keys if all(entry.name in keys for entry in header.keys) else {}
