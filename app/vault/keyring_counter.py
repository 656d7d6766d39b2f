"""A number in the system's keyring that only rises. It shows when files were replaced by older ones."""

from pathlib import Path
from typing import Protocol

from app.vault import keyring_key
from app.vault.errors import VaultError
from app.vault.header import read_header
from model.messages.message import Message


class Counter(Protocol):
    """Raises StoreError when it cannot be read or written."""

    def read(self) -> int:
        """0 until it is first written."""

    def write(self, value: int) -> None:
        """The next value."""


class KeyringCounter:
    def __init__(self, name: str) -> None:
        self._name = name

    def read(self) -> int:
        stored = keyring_key.load_secret(self._name)
        if stored is None:
            return 0
        if not stored.isdecimal():
            raise VaultError(
                Message("The count of attempts in the system's keyring is damaged. Delete it there.")
            )
        return int(stored)

    def write(self, value: int) -> None:
        keyring_key.store_secret(self._name, str(value))


def counter_of(data_folder: Path) -> Counter | None:
    """The counter of attempts. None unless the key of the data folder is in the keyring of this system.
    Raises VaultError for a damaged header."""
    header = read_header(data_folder)
    if header is None or not header.keys[0].in_keyring or not keyring_key.has_keyring():
        return None
    return KeyringCounter(header.counter_name)
