"""Why encrypted data cannot be used."""

from app.storage.errors import StoreError
from model.storage.encrypted_file import LockedError


class VaultError(StoreError):
    """The data folder cannot be encrypted, decrypted or opened. The message gives the next step."""


class NoKeyringError(VaultError):
    """This system has no keyring that protects secrets."""


class NoKeyError(LockedError, StoreError):
    """The key of the data folder is not available."""


class WrongPassphraseError(LockedError, StoreError):
    """The passphrase does not open the key."""
