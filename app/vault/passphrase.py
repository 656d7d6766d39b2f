"""A key under a passphrase: Argon2id (RFC 9106) makes the key that encrypts it."""

import secrets
from typing import Annotated

import msgspec

from app.vault.aes_gcm import KEY_BYTES, NotAuthenticError, decrypt, encrypt
from app.vault.errors import VaultError, WrongPassphraseError
from model.messages.message import Message

MIN_CHARACTERS = 8
"""The minimum that NIST SP 800-63B-4 allows for a passphrase that unlocks another factor."""
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
"""The second recommendation of RFC 9106: 0.2 s for each guess, on two cores."""
CONTEXT = b"sameface key under a passphrase"


class PassphraseSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The encrypted key, and the cost of Argon2id, which is bounded: a forged file cannot exhaust the
    memory."""

    salt: bytes
    key: bytes
    memory_kib: Annotated[int, msgspec.Meta(ge=8, le=1 << 20)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=50)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=16)]


def check_passphrase(passphrase: str) -> None:
    """Raises VaultError when it is too short."""
    if len(passphrase) < MIN_CHARACTERS:
        raise VaultError(
            Message(
                "The passphrase needs at least {count} characters. Choose a longer one.", count=MIN_CHARACTERS
            )
        )


def seal_key(key: bytes, passphrase: str) -> PassphraseSlot:
    """Raises VaultError when the passphrase is too short."""
    check_passphrase(passphrase)
    slot = PassphraseSlot(secrets.token_bytes(16), b"", MEMORY_KIB, PASSES, LANES)
    return msgspec.structs.replace(slot, key=encrypt(_derive(passphrase, slot), key, CONTEXT))


def open_key(slot: PassphraseSlot, passphrase: str) -> bytes:
    """Raises WrongPassphraseError."""
    try:
        return decrypt(_derive(passphrase, slot), slot.key, CONTEXT)
    except NotAuthenticError as error:
        raise WrongPassphraseError(Message("The passphrase is wrong. Try again.")) from error


def _derive(passphrase: str, slot: PassphraseSlot) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        slot.salt,
        slot.passes,
        slot.memory_kib,
        slot.lanes,
        KEY_BYTES,
        Type.ID,
    )
