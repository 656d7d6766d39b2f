"""Attacks on a signed file: every change ends in a refusal."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.signing.keys import fingerprint
from app.signing.signed_file import MAGIC, SignatureError, sign, verified_payload

MAKER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TRUSTED = {fingerprint(MAKER.public_key()): MAKER.public_key()}
PAYLOAD = b"a model\nof two lines"
SIGNED = sign(PAYLOAD, MAKER)


def with_header(**changes: str) -> bytes:
    _, header, payload = SIGNED.split(b"\n", 2)
    return MAGIC + json.dumps({**json.loads(header), **changes}).encode() + b"\n" + payload


def test_what_the_maker_signed_is_accepted() -> None:
    assert verified_payload(SIGNED, TRUSTED) == PAYLOAD
    assert sign(b"", MAKER) != SIGNED
    assert verified_payload(sign(b"", MAKER), TRUSTED) == b""


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(place: int, change: int) -> None:
    changed = bytearray(SIGNED)
    changed[place] ^= change
    with pytest.raises(SignatureError):
        verified_payload(bytes(changed), TRUSTED)


@given(st.integers(0, len(SIGNED) - 1))
def test_a_part_of_the_file_is_refused(size: int) -> None:
    with pytest.raises(SignatureError):
        verified_payload(SIGNED[:size], TRUSTED)


@pytest.mark.slow
@given(st.binary(max_size=200))
def test_other_files_are_refused(content: bytes) -> None:
    for file in (content, MAGIC + content, MAGIC + b"{}\n" + content):
        with pytest.raises(SignatureError):
            verified_payload(file, TRUSTED)


ATTACKS = {
    "signed by another": (sign(PAYLOAD, THIEF), "which you do not trust"),
    "another's signature under the maker's name": (
        with_header(signature=json.loads(sign(PAYLOAD, THIEF).split(b"\n")[1])["signature"]),
        "the signature is wrong",
    ),
    "another payload with its hash": (
        with_header(sha256=hashlib.sha256(b"evil").hexdigest()).replace(PAYLOAD, b"evil"),
        "the signature is wrong",
    ),
    "another payload": (SIGNED.replace(PAYLOAD, b"evil"), "does not match its hash"),
    "no signature": (with_header(signature=""), "the signature is wrong"),
    "a signature that is not Base64": (with_header(signature="ä"), "the signature is wrong"),
    "an older format": (SIGNED.replace(b"model 1", b"model 0"), "not a signed model"),
    "the signature of the payload alone": (
        with_header(signature=base64.b64encode(MAKER.sign(PAYLOAD)).decode()),
        "the signature is wrong",
    ),
}


@pytest.mark.parametrize(("content", "reason"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(SignatureError, match=reason):
        verified_payload(content, TRUSTED)


def test_without_trusted_keys_nothing_is_accepted() -> None:
    with pytest.raises(SignatureError, match=fingerprint(MAKER.public_key())):
        verified_payload(SIGNED, {})
