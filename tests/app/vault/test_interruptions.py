"""Encrypting, decrypting and changing the key are interrupted at every step, and finished afterwards."""

from collections.abc import Callable

import pytest

from app.storage.paths import Paths
from app.vault import conversion, header, management
from app.vault.conversion import face_files
from app.vault.errors import VaultError
from app.vault.header import VaultState
from app.vault.vault import Vault, encrypted_folders
from model.storage.atomic_file import write_atomically
from model.storage.encrypted_file import read_file

PASSPHRASE = "correct horse"
STEPS = range(9)


class KilledError(BaseException):
    """Nothing of the program runs after it, as after a kill."""


def open_vault(paths: Paths) -> Vault:
    vault = Vault(paths, lambda: PASSPHRASE)
    vault.mount()
    return vault


def encrypt(paths: Paths) -> None:
    management.encrypt(open_vault(paths), passphrase=PASSPHRASE, in_keyring=False)


def decrypt(paths: Paths) -> None:
    management.decrypt(open_vault(paths))


def replace_key(paths: Paths) -> None:
    management.replace_key(open_vault(paths), PASSPHRASE)


def contents(paths: Paths) -> list[bytes]:
    open_vault(paths)
    return [read_file(path) for folder in encrypted_folders(paths) for path in face_files(folder)]


@pytest.fixture
def killed_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], None]], bool]:
    """Run work that is killed before its write number ``step``. Returns whether it was."""

    def run(step: int, work: Callable[[], None]) -> bool:
        writes = 0

        def write(*given: object) -> None:
            nonlocal writes
            if writes == step:
                raise KilledError
            writes += 1
            write_atomically(*given)

        with monkeypatch.context() as patch:
            for module in (conversion, header):
                patch.setattr(module, "write_atomically", write)
            try:
                work()
            except KilledError:
                return True
        return False

    return run


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("change", [encrypt, replace_key, decrypt])
def test_every_face_reads_as_before_and_the_change_can_be_finished(paths, killed_at, change, step) -> None:
    before = contents(paths)
    if change is not encrypt:
        encrypt(paths)
    killed = killed_at(step, lambda: change(paths))
    assert contents(paths) == before
    if killed:
        change(paths)
    assert contents(paths) == before
    state = open_vault(paths).status
    assert state.state is (None if change is decrypt else VaultState.ENCRYPTED)
    assert not state.changing_key


def test_an_unfinished_encryption_is_finished_before_the_key_changes(paths, killed_at) -> None:
    assert killed_at(3, lambda: encrypt(paths))
    with pytest.raises(VaultError, match="vault encrypt"):
        replace_key(paths)


def test_a_process_with_an_older_header_changes_nothing(paths) -> None:
    encrypt(paths)
    old = open_vault(paths)
    replace_key(paths)
    with pytest.raises(VaultError, match="Another process"):
        management.decrypt(old)


def test_a_damaged_file_stays_and_is_reported(paths) -> None:
    encrypt(paths)
    damaged = paths.people / "ada" / "negative" / "2.png"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    report = management.decrypt(open_vault(paths))
    assert report.damaged == (damaged,)
    assert report.converted == 4


def test_one_vault_can_change_again_and_again(paths) -> None:
    before = contents(paths)
    vault = open_vault(paths)
    for _ in range(2):
        management.encrypt(vault, passphrase=PASSPHRASE, in_keyring=False)
        management.replace_key(vault, PASSPHRASE)
        management.set_passphrase(vault, PASSPHRASE)
        management.decrypt(vault)
    assert contents(paths) == before
