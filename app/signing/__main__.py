"""Make a key to sign models with, and sign a model bundle. Run from the checkout:

    python -m app.signing new-key private.pem public.pem
    python -m app.signing sign model/weights/base --key private.pem --out strong.sameface-model

The passphrase of the private key is asked for, or taken from SAMEFACE_KEY_PASSPHRASE.
"""

import argparse
import getpass
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.signing.bundle_archive import pack_bundle
from app.signing.keys import KeyFileError, fingerprint, read_private_key
from app.signing.signed_file import sign
from model.messages.message import english_only
from model.runtime.bundle import BundleError, load_bundle
from model.storage.atomic_file import write_atomically

VARIABLE = "SAMEFACE_KEY_PASSPHRASE"
OWNER_ONLY = 0o600


def main() -> int:
    options = parser().parse_args()
    try:
        print(options.run(options))
    except (KeyFileError, BundleError, OSError) as error:
        print(error, file=sys.stderr)
        return 3
    return 0


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    new_key = commands.add_parser("new-key", help="make a key pair")
    new_key.add_argument("private", type=Path)
    new_key.add_argument("public", type=Path)
    new_key.set_defaults(run=make_key)
    signing = commands.add_parser("sign", help="sign a bundle as one file")
    signing.add_argument("bundle", type=Path)
    signing.add_argument("--key", type=Path, required=True, help="private key")
    signing.add_argument("--out", type=Path, required=True)
    signing.set_defaults(run=sign_bundle)
    return parser


def make_key(options: argparse.Namespace) -> str:
    """Raises FileExistsError: a key is never overwritten."""
    passphrase = read_passphrase()
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption(passphrase)
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    descriptor = os.open(options.private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
    with options.public.open("xb") as file:
        file.write(public)
    return f"The fingerprint of the key is {fingerprint(key.public_key())}. Publish it with {options.public}."


def encryption(passphrase: bytes) -> serialization.KeySerializationEncryption:
    return serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()


def sign_bundle(options: argparse.Namespace) -> str:
    load_bundle(options.bundle)
    key = read_private_key(options.key, read_passphrase() or None)
    write_atomically(options.out, sign(pack_bundle(options.bundle), key))
    return f"{options.out} is signed with the key {fingerprint(key.public_key())}."


def read_passphrase() -> bytes:
    """Empty for a key without one. Raises KeyFileError when nobody can be asked."""
    if (known := os.environ.get(VARIABLE)) is not None:
        return known.encode()
    if not sys.stdin.isatty():
        raise KeyFileError(
            english_only(f"A passphrase is needed. Run this in a terminal, or set {VARIABLE} (empty: none).")
        )
    return getpass.getpass("Passphrase of the key (empty: none): ").encode()


if __name__ == "__main__":
    raise SystemExit(main())
