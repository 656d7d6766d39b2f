"""AES-256-GCM (NIST SP 800-38D), which encrypts and authenticates. ``cryptography`` is imported on demand."""

import hashlib
import hmac
import secrets

from model.messages.message import Message
from model.messages.message_error import MessageError

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16


class NotAuthenticError(MessageError, ValueError):
    """The data was not encrypted with this key and context, or was changed."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def encrypt(key: bytes, content: bytes, context: bytes) -> bytes:
    """A random nonce, the ciphertext, and a tag over it and ``context``, which decrypting needs again."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, context)


def decrypt(key: bytes, encrypted: bytes, context: bytes) -> bytes:
    """Raises NotAuthenticError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(encrypted) < NONCE_BYTES + TAG_BYTES:
        raise NotAuthenticError(Message("It is too short."))
    try:
        return AESGCM(key).decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], context)
    except InvalidTag as error:
        raise NotAuthenticError(Message("Its tag does not match.")) from error


def authentication_code(key: bytes, content: bytes) -> bytes:
    """HMAC-SHA-256 with a key derived for this purpose."""
    purpose = hmac.digest(key, b"sameface header", hashlib.sha256)
    return hmac.digest(purpose, content, hashlib.sha256)
