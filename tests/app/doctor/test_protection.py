from collections.abc import Iterator
from pathlib import Path

import pytest

from app.doctor.finding import Status
from app.doctor.protection import check_protection
from app.storage.outside_copy import STATE_VARIABLE
from app.storage.paths import Paths
from app.vault import management
from app.vault.header import FILE, VaultState
from app.vault.vault import Vault, encrypted_folders
from model.storage.encrypted_file import set_cipher


@pytest.fixture
def paths(tmp_path: Path, monkeypatch) -> Iterator[Paths]:
    """With two references as pictures."""
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))
    monkeypatch.setattr("app.vault.passphrase.MEMORY_KIB", 32)
    paths = Paths(tmp_path / "data")
    add_reference(paths, "1.jpg")
    add_reference(paths, "2.jpg")
    yield paths
    for folder in encrypted_folders(paths):
        set_cipher(folder, None)


def add_reference(paths: Paths, name: str) -> None:
    file = paths.people / "ada" / "verification_images" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"a face")


def protect(paths: Paths, passphrase: str | None, *, in_keyring: bool) -> None:
    management.encrypt(Vault(paths), passphrase=passphrase, in_keyring=in_keyring)


def test_without_encryption_there_is_no_key(paths) -> None:
    found = check_protection(paths)
    assert (found.status, found.next_step) == (Status.OK, "")
    assert (
        found.sentence == "References are not encrypted: there is no key. Pictures are stored (2 references)."
    )


@pytest.mark.parametrize(
    ("passphrase", "in_keyring", "place"),
    [
        (None, True, "in the system's keyring. "),
        ("correct horse", False, "under a passphrase. "),
        ("correct horse", True, "in the system's keyring, and also under a passphrase. "),
    ],
)
def test_the_place_of_the_key_is_named(paths, system_keyring, passphrase, in_keyring, place) -> None:
    protect(paths, passphrase, in_keyring=in_keyring)
    found = check_protection(paths)
    assert found.status is Status.OK
    assert found.sentence.startswith(f"References are encrypted, with the key {place}")


def test_references_without_a_picture_are_counted(paths) -> None:
    add_reference(paths, "3.template")
    assert check_protection(paths).sentence.endswith(
        "Pictures of 2 references are stored, and only embeddings of 1."
    )
    for name in ("1.jpg", "2.jpg"):
        (paths.people / "ada" / "verification_images" / name).unlink()
    assert check_protection(paths).sentence.endswith("Only embeddings are stored (1 reference).")


@pytest.mark.parametrize(("passphrase", "status"), [(None, Status.FAILED), ("correct horse", Status.WARNING)])
def test_a_keyring_that_is_gone_is_reported(paths, system_keyring, monkeypatch, passphrase, status) -> None:
    protect(paths, passphrase, in_keyring=True)
    monkeypatch.setattr("app.vault.keyring_key.UNPROTECTED", (type(system_keyring).__module__,))
    found = check_protection(paths)
    assert found.status is status
    assert "keyring is not available" in found.sentence


def test_an_interrupted_encryption_is_a_warning(paths) -> None:
    protect(paths, "correct horse", in_keyring=False)
    header = (paths.root / FILE).read_text()
    changed = header.replace(VaultState.ENCRYPTED.value, VaultState.ENCRYPTING.value)
    (paths.root / FILE).write_text(changed)
    assert check_protection(paths).status is Status.WARNING


def test_a_damaged_or_missing_header_fails(paths) -> None:
    protect(paths, "correct horse", in_keyring=False)
    (paths.root / FILE).write_text("{")
    assert "is damaged" in check_protection(paths).sentence
    (paths.root / FILE).unlink()
    found = check_protection(paths)
    assert found.status is Status.FAILED
    assert "its vault.json is missing" in found.sentence
