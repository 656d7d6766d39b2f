"""Any content, any name, any damage."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.aes_gcm import NotAuthenticError
from app.vault.archive import MAGIC, import_people
from app.vault.cipher import VaultCipher
from app.vault.errors import VaultError
from app.vault.header import VaultState
from model.storage.encrypted_file import LockedError

KEYS = {"0123456789abcdef": bytes(32), "fedcba9876543210": bytes(range(32))}
CURRENT, OLD = KEYS


def cipher(current: str = CURRENT) -> VaultCipher:
    return VaultCipher(lambda: KEYS, current, VaultState.ENCRYPTED)


@given(content=st.binary(max_size=500), name=st.text(max_size=40), current=st.sampled_from([CURRENT, OLD]))
def test_what_was_encrypted_with_any_known_key_is_decrypted(content: bytes, name: str, current: str) -> None:
    encrypted = cipher(current).encrypt(content, name)
    assert cipher().decrypt(encrypted, name) == content
    assert len(content) < 8 or content not in encrypted


def test_a_file_whose_name_is_no_utf_8_is_encrypted_too() -> None:
    assert cipher().decrypt(cipher().encrypt(b"face", "ada/caf\udce9.jpg"), "ada/caf\udce9.jpg") == b"face"


@given(content=st.binary(max_size=100), position=st.integers(0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_refused(content: bytes, position: int, bit: int) -> None:
    encrypted = bytearray(cipher().encrypt(content, "ada/anchor/1.jpg"))
    encrypted[position % len(encrypted)] ^= 1 << bit
    with pytest.raises(NotAuthenticError):
        cipher().decrypt(bytes(encrypted), "ada/anchor/1.jpg")


@given(content=st.binary(max_size=100), kept=st.integers(0, 100), name=st.text(max_size=20))
def test_a_part_and_another_name_are_refused(content: bytes, kept: int, name: str) -> None:
    encrypted = cipher().encrypt(content, "ada/anchor/1.jpg")
    with pytest.raises(NotAuthenticError):
        cipher().decrypt(encrypted[: min(kept, len(encrypted) - 1)], "ada/anchor/1.jpg")
    if name != "ada/anchor/1.jpg":
        with pytest.raises(NotAuthenticError):
            cipher().decrypt(encrypted, name)


@given(content=st.binary(max_size=300))
def test_arbitrary_archives_are_refused_and_nothing_is_imported(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "faces"
        for start in (b"", MAGIC):
            file.write_bytes(start + content)
            with pytest.raises((VaultError, LockedError)):
                import_people(Path(folder) / "people", file, "correct horse")
        assert not (Path(folder) / "people").exists()
