"""One class of tests that every way of protecting a data folder must pass: keyring, passphrase, and none."""

import shutil
from pathlib import Path

import pytest

from app.storage.paths import Paths
from app.vault import management
from app.vault.conversion import face_files
from app.vault.errors import VaultError
from app.vault.header import FILE, VaultState
from app.vault.vault import Vault, encrypted_folders, refuse_to_ask
from model.storage.encrypted_file import EncryptionError, LockedError, read_file, set_cipher, write_file
from tests.support.fakes import tree

PASSPHRASE = "correct horse"


def read_all(paths: Paths) -> dict[str, bytes]:
    return {path.relative_to(paths.root).as_posix(): read_file(path) for path in all_faces(paths)}


def all_faces(paths: Paths) -> list[Path]:
    return [path for folder in encrypted_folders(paths) for path in face_files(folder)]


class ProtectionTests:
    """``protect`` protects the folder; ``reopen`` opens it again, as another process does."""

    encrypts = True

    @pytest.fixture
    def plain(self, paths: Paths) -> dict[str, bytes]:
        return read_all(paths)

    @pytest.fixture
    def protected(self, paths, plain) -> Vault:
        vault = Vault(paths)
        vault.mount()
        self.protect(vault)
        return vault

    @pytest.fixture(autouse=True)
    def prepared(self, paths) -> None:
        """For what a protection needs."""

    def protect(self, vault: Vault) -> None:
        raise NotImplementedError

    def reopen(self, paths: Paths) -> Vault:
        vault = Vault(paths)
        vault.mount()
        return vault

    def test_every_file_reads_as_before_also_in_another_process(self, paths, plain, protected) -> None:
        assert read_all(paths) == plain
        self.reopen(paths)
        assert read_all(paths) == plain

    def test_no_face_is_in_the_clear_on_the_disk(self, paths, plain, protected) -> None:
        readable = [name for name, content in tree(paths.root).items() if b"the face of" in content]
        assert bool(readable) is not self.encrypts

    def test_new_files_are_protected_alike(self, paths, protected) -> None:
        file = paths.people / "ada" / "anchor" / "4.jpg"
        file.parent.mkdir()
        write_file(file, b"the face of ada")
        assert read_file(file) == b"the face of ada"
        assert (file.read_bytes() != b"the face of ada") is self.encrypts

    def test_protecting_twice_changes_nothing(self, paths, plain, protected) -> None:
        before = {path: path.read_bytes() for path in all_faces(paths)}
        self.protect(self.reopen(paths))
        assert {path: path.read_bytes() for path in all_faces(paths)} == before

    def test_it_says_how_it_protects(self, protected) -> None:
        assert (protected.status.state is VaultState.ENCRYPTED) is self.encrypts


class EncryptionTests(ProtectionTests):
    """What every protection that encrypts must pass, too. ``lose_secret``: as on a thief's machine."""

    def lose_secret(self) -> None:
        raise NotImplementedError

    def test_a_stolen_folder_gives_nothing(self, paths, protected, tmp_path) -> None:
        stolen = Paths(Path(shutil.copytree(paths.root, tmp_path / "stolen")))
        self.lose_secret()
        vault = Vault(stolen)
        vault.mount()
        for path in all_faces(stolen):
            with pytest.raises(LockedError):
                read_file(path)
        for folder in encrypted_folders(stolen):
            set_cipher(folder, None)
        for path in all_faces(stolen):
            with pytest.raises(EncryptionError, match="is encrypted"):
                read_file(path)

    @pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.1, 0.5, 0.999])
    def test_a_flipped_bit_is_refused(self, paths, protected, share) -> None:
        for path in all_faces(paths):
            content = bytearray(path.read_bytes())
            content[int(share * len(content))] ^= 1
            path.write_bytes(content)
            with pytest.raises(EncryptionError):
                read_file(path)

    def test_every_flipped_bit_of_the_header_is_refused(self, paths, protected) -> None:
        content = (paths.root / FILE).read_bytes()
        for position in range(0, len(content) * 8, 29):
            changed = bytearray(content)
            changed[position // 8] ^= 1 << position % 8
            if changed.split() == content.split():
                continue
            (paths.root / FILE).write_bytes(changed)
            with pytest.raises((VaultError, LockedError)):
                self.reopen(paths).keys()

    def test_a_file_is_bound_to_its_person_and_its_name(self, paths, protected) -> None:
        source = paths.people / "bob" / "anchor" / "3.jpg"
        for target in (paths.people / "ada" / "verification_images" / "3.jpg", source.with_name("5.jpg")):
            shutil.copy(source, target)
            with pytest.raises(EncryptionError, match="moved or renamed"):
                read_file(target)

    def test_a_plain_file_that_someone_adds_is_refused_until_the_owner_encrypts_it(
        self, paths, protected
    ) -> None:
        added = paths.people / "ada" / "verification_images" / "mallory.jpg"
        added.write_bytes(b"the face of mallory")
        with pytest.raises(EncryptionError, match="vault encrypt"):
            read_file(added)
        self.protect(self.reopen(paths))
        assert read_file(added) == b"the face of mallory"

    def test_the_folder_cannot_become_a_plain_one_behind_the_owners_back(self, paths, protected) -> None:
        (paths.root / FILE).unlink()
        with pytest.raises(VaultError, match=r"its vault\.json is missing"):
            Vault(paths)
        management.accept(paths)
        assert Vault(paths).status.state is None

    def test_another_vault_in_its_place_is_refused(self, paths, protected, tmp_path) -> None:
        other = Vault(Paths(tmp_path / "other"))
        management.encrypt(other, passphrase=PASSPHRASE, in_keyring=False)
        shutil.copy(tmp_path / "other" / FILE, paths.root)
        with pytest.raises(VaultError, match=r"another vault\.json"):
            Vault(paths)

    def test_a_replaced_key_no_longer_opens_older_copies(self, paths, plain, protected) -> None:
        old = paths.people / "ada" / "verification_images" / "1.jpg"
        copy = old.read_bytes()
        management.replace_key(self.reopen(paths), self.passphrase())
        assert read_all(paths) == plain
        old.write_bytes(copy)
        with pytest.raises(EncryptionError, match="another key"):
            read_file(old)

    def test_decrypting_restores_every_file_and_forgets_the_key(self, paths, plain, protected) -> None:
        management.decrypt(self.reopen(paths))
        assert {name: content for name, content in tree(paths.root).items() if name in plain} == plain
        assert Vault(paths).status.state is None

    def test_a_locked_vault_asks_again(self, paths, protected) -> None:
        vault = self.reopen(paths)
        vault.keys()
        assert not vault.status.locked
        vault.lock()
        assert vault.status.locked

    def passphrase(self) -> str | None:
        return None


class TestKeyring(EncryptionTests):
    @pytest.fixture(autouse=True)
    def prepared(self, system_keyring) -> None:
        self.keyring = system_keyring

    def protect(self, vault: Vault) -> None:
        management.encrypt(vault, passphrase=None, in_keyring=True)

    def lose_secret(self) -> None:
        self.keyring.secrets.clear()

    def test_the_key_is_not_in_the_data_folder(self, paths, protected) -> None:
        (stored,) = self.keyring.secrets.values()
        assert not any(stored.encode() in content for content in tree(paths.root).values())

    def test_a_locked_keyring_locks_the_faces(self, paths, protected) -> None:
        self.keyring.locked = True
        with pytest.raises(LockedError, match="keyring cannot be used"):
            self.reopen(paths).keys()

    def test_decrypting_deletes_the_key(self, paths, protected) -> None:
        management.decrypt(self.reopen(paths))
        assert self.keyring.secrets == {}

    def test_replacing_deletes_the_old_key(self, paths, protected) -> None:
        before = dict(self.keyring.secrets)
        management.replace_key(self.reopen(paths), None)
        assert len(self.keyring.secrets) == 1
        assert not before.keys() & self.keyring.secrets.keys()


class TestPassphrase(EncryptionTests):
    ask = staticmethod(lambda: PASSPHRASE)

    def protect(self, vault: Vault) -> None:
        management.encrypt(vault, passphrase=PASSPHRASE, in_keyring=False)

    def reopen(self, paths: Paths) -> Vault:
        vault = Vault(paths, type(self).ask)
        vault.mount()
        return vault

    def lose_secret(self) -> None:
        """The thief is asked and does not know it."""

    def passphrase(self) -> str:
        return PASSPHRASE

    def test_another_passphrase_opens_nothing(self, paths, protected) -> None:
        with pytest.raises(LockedError, match="wrong"):
            Vault(paths, lambda: "wrong horse").keys()
        with pytest.raises(LockedError, match="wrong"):
            management.replace_key(self.reopen(paths), "wrong horse")

    def test_the_passphrase_can_be_changed(self, paths, plain, protected) -> None:
        management.set_passphrase(self.reopen(paths), "another horse")
        with pytest.raises(LockedError):
            Vault(paths, lambda: PASSPHRASE).keys()
        Vault(paths, lambda: "another horse").mount()
        assert read_all(paths) == plain

    def test_no_passphrase_is_requested_before_a_file_is_needed(self, paths, protected) -> None:
        vault = Vault(paths, refuse_to_ask)
        vault.mount()
        assert vault.needs_passphrase
        with pytest.raises(LockedError, match="SAMEFACE_PASSPHRASE_FILE"):
            vault.keys()

    def test_a_short_passphrase_is_refused(self, paths) -> None:
        with pytest.raises(VaultError, match="at least 8 characters"):
            management.encrypt(Vault(paths), passphrase="horse", in_keyring=False)
        assert Vault(paths).status.state is None


class TestKeyringWithPassphrase(TestPassphrase):
    """The passphrase opens the folder when the keyring has lost the key."""

    @pytest.fixture(autouse=True)
    def prepared(self, system_keyring) -> None:
        self.keyring = system_keyring

    def protect(self, vault: Vault) -> None:
        management.encrypt(vault, passphrase=PASSPHRASE, in_keyring=True)

    def lose_secret(self) -> None:
        self.keyring.secrets.clear()

    def test_the_keyring_alone_opens_it(self, paths, plain, protected) -> None:
        Vault(paths, refuse_to_ask).mount()
        assert read_all(paths) == plain

    def test_the_passphrase_alone_opens_it(self, paths, plain, protected) -> None:
        self.lose_secret()
        self.reopen(paths)
        assert read_all(paths) == plain

    def test_another_passphrase_opens_nothing(self, paths, protected) -> None:
        self.lose_secret()
        super().test_another_passphrase_opens_nothing(paths, protected)

    def test_the_passphrase_can_be_changed(self, paths, plain, protected) -> None:
        self.lose_secret()
        super().test_the_passphrase_can_be_changed(paths, plain, protected)

    def test_no_passphrase_is_requested_before_a_file_is_needed(self, paths, protected) -> None:
        assert not Vault(paths, refuse_to_ask).needs_passphrase


class TestNone(ProtectionTests):
    encrypts = False

    def protect(self, vault: Vault) -> None:
        vault.mount()
