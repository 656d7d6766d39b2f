"""Keys in the system's keyring: macOS Keychain, Windows Credential Locker, Secret Service or KWallet."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager

from app.vault.errors import NoKeyError, NoKeyringError
from model.installation.commands import typed
from model.messages.message import Message

SERVICE = "sameface"
UNPROTECTED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
"""Modules of backends that keep no secret, or keep it in the clear."""


def has_keyring() -> bool:
    """Whether this system has a keyring that protects secrets."""
    try:
        _require_keyring()
    except NoKeyringError:
        return False
    return True


def store_key(name: str, key: bytes) -> None:
    """Raises NoKeyringError."""
    store_secret(name, base64.b64encode(key).decode())


def load_key(name: str) -> bytes:
    """Raises NoKeyError."""
    try:
        stored = load_secret(name)
        key = base64.b64decode(stored, validate=True) if stored else None
    except (NoKeyringError, binascii.Error, ValueError) as error:
        raise NoKeyError(
            Message("The key cannot be read from the system's keyring. {error}", error=error)
        ) from error
    if key is None:
        raise NoKeyError(
            Message("The key is not in the system's keyring: it was deleted, or belongs to another user.")
        )
    return key


def store_secret(name: str, secret: str) -> None:
    """Raises NoKeyringError."""
    import keyring

    _require_keyring()
    with _keyring_errors():
        keyring.set_password(SERVICE, name, secret)


def load_secret(name: str) -> str | None:
    """None when there is none of this name. Raises NoKeyringError."""
    import keyring

    _require_keyring()
    with _keyring_errors():
        return keyring.get_password(SERVICE, name)


def delete_key(name: str) -> None:
    """Does nothing when there is no such key. Raises NoKeyringError."""
    import keyring
    from keyring.errors import PasswordDeleteError

    with _keyring_errors():
        try:
            keyring.delete_password(SERVICE, name)
        except PasswordDeleteError:
            return


def _require_keyring() -> None:
    import keyring

    with _keyring_errors():
        backend = type(keyring.get_keyring())
    if backend.__module__.startswith(UNPROTECTED):
        raise NoKeyringError(
            Message(
                "This system has no keyring that protects the key. Use a passphrase: `{command}`.",
                command=typed("vault encrypt --passphrase"),
            )
        )


@contextmanager
def _keyring_errors() -> Iterator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except (KeyringError, OSError, RuntimeError) as error:
        raise NoKeyringError(
            Message("The system's keyring cannot be used: {error}. Unlock it, then try again.", error=error)
        ) from error
