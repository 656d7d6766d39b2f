"""Encrypt a data folder, decrypt it, replace its key or passphrase. Killing the process at any moment loses
nothing."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec

from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from app.storage.outside_copy import OutsideCopy, StateFolder
from app.storage.paths import Paths
from app.vault import keyring_key
from app.vault.aes_gcm import new_key
from app.vault.cipher import KEY_NAME_BYTES
from app.vault.conversion import ConversionReport, convert
from app.vault.errors import VaultError
from app.vault.header import FILE, KeyEntry, VaultHeader, VaultState, read_header, write_header
from app.vault.passphrase import open_key, seal_key
from app.vault.vault import MARK, Vault, encrypted_folders
from model.installation.commands import typed
from model.messages.message import Message


def encrypt(vault: Vault, *, passphrase: str | None, in_keyring: bool) -> ConversionReport:
    """Encrypt the data folder. One that is encrypted keeps its key: pictures that were added to it by hand
    are encrypted, and an interrupted encryption is finished.

    Raises NoKeyringError, VaultError, LockedError and StoreError.
    """
    with _locked(vault):
        if vault.header is None:
            _create(vault, passphrase, in_keyring)
        vault.outside.write(MARK, _header(vault).vault.encode())
        _enter(vault, VaultState.ENCRYPTING)
        report = _convert(vault)
        _enter(vault, VaultState.ENCRYPTED)
        return report


def decrypt(vault: Vault) -> ConversionReport:
    """Store everything in the clear again, and forget the key."""
    with _locked(vault):
        _enter(vault, VaultState.DECRYPTING)
        report = _convert(vault)
        header = _header(vault)
        vault.outside.write(MARK, b"")
        (vault.paths.root / FILE).unlink()
        vault.use(None, {})
        _delete_from_keyring(header, header.keys)
        if header.keys[0].in_keyring:
            keyring_key.delete_key(header.counter_name)
        return report


def replace_key(vault: Vault, passphrase: str | None) -> ConversionReport:
    """Encrypt everything with another key, and forget the old one: older copies of the files can then no
    longer be read. ``passphrase``: the one in use; None if there is none. Raises as ``encrypt``."""
    with _locked(vault):
        header, keys = _header(vault), dict(vault.keys())
        _require_same(header, passphrase)
        if len(header.keys) == 1:
            key, name = new_key(), secrets.token_hex(KEY_NAME_BYTES // 2)
            entry = _stored(header, name, key, passphrase, in_keyring=header.keys[0].in_keyring)
            keys = {name: key, **keys}
            _use(vault, msgspec.structs.replace(header, keys=(entry, *header.keys)), keys)
        report = _convert(vault)
        current, *old = _header(vault).keys
        _use(
            vault,
            msgspec.structs.replace(_header(vault), keys=(current,)),
            {current.name: keys[current.name]},
        )
        _delete_from_keyring(header, old)
        return report


def set_passphrase(vault: Vault, passphrase: str) -> None:
    """Open the key with this passphrase from now on, besides the keyring if it is there."""
    with _locked(vault):
        header, keys = _header(vault), vault.keys()
        entries = tuple(
            msgspec.structs.replace(entry, slot=seal_key(keys[entry.name], passphrase))
            for entry in header.keys
        )
        _use(vault, msgspec.structs.replace(header, keys=entries), keys)


def accept(paths: Paths, outside: OutsideCopy | None = None) -> None:
    """Trust the data folder as it is now: the owner replaced it. Raises VaultError and OSError."""
    header = read_header(paths.root)
    (outside or StateFolder(paths.root)).write(MARK, header.vault.encode() if header else b"")


def _require_same(header: VaultHeader, passphrase: str | None) -> None:
    """Raises VaultError or LockedError unless this is the passphrase in use."""
    if header.state is not VaultState.ENCRYPTED:
        raise VaultError(
            Message(
                "The encryption was interrupted. Finish it with `{command}`.", command=typed("vault encrypt")
            )
        )
    if header.has_passphrase and passphrase is None:
        raise VaultError(Message("This needs the passphrase of the data folder. Enter it."))
    for entry in header.keys:
        if entry.slot is not None and passphrase is not None:
            open_key(entry.slot, passphrase)


def _create(vault: Vault, passphrase: str | None, in_keyring: bool) -> None:
    if not in_keyring and passphrase is None:
        raise VaultError(Message("Encryption needs a keyring or a passphrase. Choose a passphrase."))
    key, name = new_key(), secrets.token_hex(KEY_NAME_BYTES // 2)
    header = VaultHeader(secrets.token_hex(16), VaultState.ENCRYPTING, ())
    entry = _stored(header, name, key, passphrase, in_keyring=in_keyring)
    _use(vault, msgspec.structs.replace(header, keys=(entry,)), {name: key})


def _stored(
    header: VaultHeader, name: str, key: bytes, passphrase: str | None, *, in_keyring: bool
) -> KeyEntry:
    """Store the key in the keyring, if it belongs there, and return its entry."""
    entry = KeyEntry(name, in_keyring, None if passphrase is None else seal_key(key, passphrase))
    if in_keyring:
        keyring_key.store_key(header.keyring_name(entry), key)
    return entry


def _enter(vault: Vault, state: VaultState) -> None:
    _use(vault, msgspec.structs.replace(_header(vault), state=state), vault.keys())


def _use(vault: Vault, header: VaultHeader, keys: Mapping[str, bytes]) -> None:
    vault.use(write_header(vault.paths.root, header, keys[header.keys[0].name]), keys)


def _convert(vault: Vault) -> ConversionReport:
    cipher = vault.cipher()
    if cipher is None:
        raise VaultError(Message("The data folder is not encrypted."))
    return convert(encrypted_folders(vault.paths), cipher)


def _header(vault: Vault) -> VaultHeader:
    if vault.header is None:
        raise VaultError(
            Message(
                "The data folder is not encrypted. Encrypt it with `{command}`.",
                command=typed("vault encrypt"),
            )
        )
    return vault.header


def _delete_from_keyring(header: VaultHeader, entries: Sequence[KeyEntry]) -> None:
    for entry in entries:
        if entry.in_keyring:
            keyring_key.delete_key(header.keyring_name(entry))


@contextmanager
def _locked(vault: Vault) -> Iterator[None]:
    """One process at a time; it works with the header as it is now."""
    root = vault.paths.root
    with translate_os_errors(Message("change the encryption of"), root):
        root.mkdir(parents=True, exist_ok=True)
        refusal = Message("Another process is changing the encryption. Wait until it has finished.")
        with exclusive_lock(root / f".{FILE}.lock", refusal):
            if read_header(root) != vault.header:
                raise VaultError(Message("Another process has changed the encryption. Try again."))
            yield
