"""Encrypt files with the keys of the data folder."""

from collections.abc import Callable, Mapping

from app.vault import aes_gcm
from app.vault.aes_gcm import NotAuthenticError
from app.vault.header import VaultState
from model.messages.message import Message
from model.storage.encrypted_file import MAGIC, is_encrypted

KEY_NAME_BYTES = 16


class VaultCipher:
    """As ``model.storage.encrypted_file.FileCipher``. A file names its key, and is bound to its path in the
    data folder. Keys are fetched when the first file needs one."""

    def __init__(self, keys: Callable[[], Mapping[str, bytes]], current: str, state: VaultState) -> None:
        """``current``: the name of the key that encrypts. Others only decrypt."""
        self._keys, self._current, self._state = keys, current, state

    def encrypt(self, content: bytes, name: str) -> bytes:
        if self._state is VaultState.DECRYPTING:
            return content
        start = MAGIC + self._current.encode()
        return start + aes_gcm.encrypt(self._keys()[self._current], content, start + _encoded(name))

    def decrypt(self, content: bytes, name: str) -> bytes:
        """Raises NotAuthenticError."""
        if not is_encrypted(content):
            if self._state is VaultState.ENCRYPTED:
                raise NotAuthenticError(Message("It is not encrypted."))
            return content
        end = len(MAGIC) + KEY_NAME_BYTES
        key = self._keys().get(content[len(MAGIC) : end].decode("ascii", "replace"))
        if key is None:
            raise NotAuthenticError(Message("It was encrypted with another key."))
        return aes_gcm.decrypt(key, content[end:], content[:end] + _encoded(name))

    def is_current(self, content: bytes) -> bool:
        """Whether a file of this ``content`` is as it would be written now."""
        if self._state is VaultState.DECRYPTING:
            return not is_encrypted(content)
        return content.startswith(MAGIC + self._current.encode())


def _encoded(name: str) -> bytes:
    """Also for a file whose name is not UTF-8."""
    return name.encode("utf-8", "surrogatepass")
