"""A signed file: a header with the key, the SHA-256 and the Ed25519 signature (RFC 8032), then the payload.

The first line names the format, the second is the header in JSON; the payload follows. The signature covers
the first line and the SHA-256 of the payload, so that it is valid for no other kind of file.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.signing.keys import fingerprint
from model.installation.commands import typed
from model.messages.message import english_only
from model.messages.message_error import MessageError
from model.storage.json_codec import JsonError, decode_json, encode_json

MAGIC = b"sameface-model 1\n"
MAX_HEADER_BYTES = 1000


class SignatureError(MessageError, ValueError):
    """The file is not signed, is damaged, was changed, or is signed by a key that is not trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """``key`` is the fingerprint of the public key, ``sha256`` the payload's in hexadecimal digits;
    ``signature`` is in Base64."""

    key: str
    sha256: str
    signature: str


def sign(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """The content of a signed file."""
    digest = hashlib.sha256(payload)
    header = Header(
        key=fingerprint(key.public_key()),
        sha256=digest.hexdigest(),
        signature=base64.b64encode(key.sign(MAGIC + digest.digest())).decode("ascii"),
    )
    return MAGIC + encode_json(header).encode("ascii") + b"\n" + payload


def verified_payload(content: bytes, trusted: Mapping[str, Ed25519PublicKey]) -> bytes:
    """The payload, once its hash and signature are checked. ``trusted``: public keys by fingerprint.

    Raises SignatureError. The payload is not read before that.
    """
    header, payload = _split(content)
    digest = hashlib.sha256(payload)
    if digest.hexdigest() != header.sha256:
        raise SignatureError(
            english_only("It is damaged: its content does not match its hash. Get it again.")
        )
    key = trusted.get(header.key)
    if key is None:
        raise SignatureError(
            english_only(
                f"It is signed with the key {header.key}, which you do not trust. If its maker publishes "
                f"this "
                f"fingerprint, get the key and run: {typed('models --trust KEY.pem')}"
            )
        )
    try:
        key.verify(base64.b64decode(header.signature, validate=True), MAGIC + digest.digest())
    except (InvalidSignature, ValueError) as error:
        raise SignatureError(
            english_only("It was changed after it was signed: the signature is wrong.")
        ) from error
    return payload


def _split(content: bytes) -> tuple[Header, bytes]:
    if not content.startswith(MAGIC):
        raise SignatureError(english_only("It is not a signed model that this version reads."))
    end = content.find(b"\n", len(MAGIC), len(MAGIC) + MAX_HEADER_BYTES)
    try:
        return decode_json(content[len(MAGIC) : max(end, 0)], Header), content[end + 1 :]
    except JsonError as error:
        raise SignatureError(english_only(f"Its header cannot be read: {error}.")) from error
