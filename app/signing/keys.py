"""Ed25519 keys as PEM files, and the public keys that the user trusts."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from model.messages.message import english_only
from model.messages.message_error import MessageError
from model.storage.atomic_file import write_atomically

SHIPPED_KEYS = Path(__file__).parents[2] / "model" / "weights" / "trusted_keys"
"""The keys of the project. A release adds its own; see docs/guide/signed-models.md."""
SUFFIX = ".pem"
MAX_BYTES = 10_000
FINGERPRINT_LETTERS = 32
"""128 bits: finding another key with the same fingerprint takes 2^128 tries."""


class KeyFileError(MessageError, ValueError):
    """The file holds no Ed25519 key of the kind that is needed, or its passphrase is wrong."""


def fingerprint(key: Ed25519PublicKey) -> str:
    """The first half of the SHA-256 of the 32 bytes of ``key``, in hexadecimal digits."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:FINGERPRINT_LETTERS]


def read_public_key(file: Path) -> Ed25519PublicKey:
    """Raises KeyFileError and OSError."""
    try:
        key = serialization.load_pem_public_key(_content(file))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(english_only(f"{file} is not a public key in a PEM file.")) from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError(english_only(f"{file} is a key of another algorithm than Ed25519."))
    return key


def read_private_key(file: Path, passphrase: bytes | None) -> Ed25519PrivateKey:
    """``passphrase``: None for a key that is not encrypted. Raises KeyFileError and OSError."""
    try:
        key = serialization.load_pem_private_key(_content(file), passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(
            english_only(f"{file} is not a private key in a PEM file, or the passphrase is wrong.")
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(english_only(f"{file} is a key of another algorithm than Ed25519."))
    return key


def trusted_keys(folder: Path) -> Mapping[str, Ed25519PublicKey]:
    """The shipped public keys and those in ``folder``, by fingerprint. Raises KeyFileError and OSError."""
    files = [*SHIPPED_KEYS.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}")]
    return {fingerprint(key): key for key in map(read_public_key, files)}


def trust(file: Path, folder: Path) -> str:
    """Trust the public key in ``file`` from now on. Returns its fingerprint. Raises KeyFileError, OSError."""
    key = read_public_key(file)
    content = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{fingerprint(key)}{SUFFIX}", content)
    return fingerprint(key)


def _content(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.read(MAX_BYTES)
