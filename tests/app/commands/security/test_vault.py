"""Encryption in the terminal, from the first enrolment on."""

import shutil

import keyring
import pytest

from app.cli import main
from app.references.reference_store import FOLDER
from app.storage.paths import Paths
from app.system.exit_codes import Exit
from model.storage.encrypted_file import is_encrypted, set_cipher
from tests.support.fake_keyring import FakeKeyring
from tests.support.fakes import tree
from tests.support.portraits import COLLINS, HOPPER


@pytest.fixture
def passphrase(tmp_path, monkeypatch):
    """A function that changes the passphrase that commands find; None: none."""

    def use(passphrase: str | None) -> None:
        if passphrase is None:
            monkeypatch.delenv("SAMEFACE_PASSPHRASE_FILE", raising=False)
        else:
            (tmp_path / "passphrase").write_text(f"{passphrase}\n", encoding="utf-8")
            monkeypatch.setenv("SAMEFACE_PASSPHRASE_FILE", str(tmp_path / "passphrase"))

    monkeypatch.setattr("app.vault.passphrase.MEMORY_KIB", 32)
    use("correct horse")
    return use


@pytest.fixture
def data(tmp_path):
    yield tmp_path / "data"
    set_cipher(Paths(tmp_path / "data").people, None)


@pytest.fixture
def run(data, capsys):
    def go(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments), "--data", str(data), "--person", "eileen"])
        return code, *capsys.readouterr()

    return go


@pytest.fixture
def enrolled(run, tmp_path, passphrase):
    (tmp_path / "photos").mkdir()
    shutil.copy(COLLINS.path, tmp_path / "photos")
    assert run("enrol", "--images", tmp_path / "photos", "--keep-pictures")[0] == Exit.DONE
    assert run("verify", "--image", COLLINS.path)[0] == Exit.VERIFIED


def verify(run, picture=COLLINS) -> int:
    return run("verify", "--image", picture.path)[0]


def test_an_encrypted_folder_verifies_as_before(run, enrolled, data, passphrase) -> None:
    assert "not encrypted" in run("vault")[1]
    assert run("vault", "encrypt")[1].startswith(
        "2 files encrypted. The faces in the data folder are encrypted."
    )
    assert all(map(is_encrypted, tree(data / "people").values()))
    assert (verify(run), verify(run, HOPPER)) == (Exit.VERIFIED, Exit.NOT_VERIFIED)
    assert "The key is under a passphrase." in run("vault", "status")[1]


def test_without_the_passphrase_no_attempt_verifies(run, enrolled, passphrase) -> None:
    run("vault", "encrypt")
    for given, words in (("wrong horse", "The passphrase is wrong"), (None, "SAMEFACE_PASSPHRASE_FILE")):
        passphrase(given)
        code, output, _ = run("verify", "--image", COLLINS.path)
        assert (code, words in output) == (Exit.COULD_NOT, True)


@pytest.mark.slow
def test_a_picture_that_somebody_adds_does_not_count_until_the_owner_encrypts_it(run, enrolled, data) -> None:
    run("vault", "encrypt")
    shutil.copy(HOPPER.path, data / "people" / "eileen" / FOLDER)
    code, _, errors = run("verify", "--image", HOPPER.path)
    assert (code, "is not encrypted" in errors) == (Exit.NOT_VERIFIED, True)
    assert run("vault", "encrypt")[1].startswith("1 file encrypted.")
    assert run("verify", "--image", HOPPER.path)[1].startswith(
        "not verified: too few references match (1 of 2"
    )


def test_the_key_and_the_passphrase_change_and_decrypting_undoes_all(run, enrolled, data, passphrase) -> None:
    before = tree(data / "people")
    run("vault", "encrypt")
    assert "Older copies of the files can no longer be read" in run("vault", "revoke")[1]
    assert verify(run) == Exit.VERIFIED
    assert run("vault", "decrypt")[0] == Exit.DONE
    assert tree(data / "people") == before


def test_an_archive_moves_everyone_to_another_folder(run, enrolled, data, tmp_path) -> None:
    assert run("vault", "export", tmp_path / "faces")[0] == Exit.DONE
    shutil.rmtree(data / "people")
    assert run("vault", "import", tmp_path / "faces")[1].startswith("2 files imported.")
    assert verify(run) == Exit.VERIFIED


def test_only_the_owner_unlocks_after_failures(run, enrolled, passphrase) -> None:
    assert "No passphrase is set" in run("lockout", "unlock")[2]
    run("vault", "encrypt")
    passphrase("wrong horse")
    assert run("lockout", "unlock")[0] == Exit.COULD_NOT
    passphrase("correct horse")
    assert run("lockout", "unlock") == (Exit.DONE, "eileen: no failed attempts.\n", "")


def test_a_lost_header_is_refused_until_the_owner_accepts_it(run, enrolled, data) -> None:
    run("vault", "encrypt")
    (data / "vault.json").unlink()
    assert run("vault")[0] == Exit.COULD_NOT
    with pytest.raises(SystemExit) as ended:
        run("enrol")
    assert ended.value.code == Exit.COULD_NOT
    assert "its vault.json is missing" in run("verify", "--image", COLLINS.path, "--json")[1]
    assert run("vault", "accept")[0] == Exit.DONE


def test_changes_are_in_the_audit_log(run, enrolled, tmp_path) -> None:
    for action in (("encrypt",), ("revoke",), ("passphrase",), ("export", tmp_path / "faces"), ("decrypt",)):
        run("vault", *action)
    events = [line[25:] for line in run("audit")[1].splitlines()]
    assert events[-5:] == [
        "data encrypted: 2 files",
        "key replaced: 2 files",
        "passphrase changed",
        "data exported: 2 files",
        "data decrypted: 2 files",
    ]


@pytest.mark.parametrize("arguments", [("export",), ("encrypt", "file")])
def test_export_and_import_take_a_file_and_nothing_else_does(run, arguments) -> None:
    assert run("vault", *arguments)[0] == Exit.USAGE


def test_without_a_passphrase_and_a_keyring_nothing_is_encrypted(run, enrolled, passphrase, data) -> None:
    passphrase(None)
    assert run("vault", "encrypt")[0] == Exit.COULD_NOT
    assert not any(map(is_encrypted, tree(data).values()))
    assert verify(run) == Exit.VERIFIED


def test_the_key_goes_into_the_keyring_if_there_is_one(run, enrolled, passphrase, data) -> None:
    passphrase(None)
    before, fake = keyring.get_keyring(), FakeKeyring()
    keyring.set_keyring(fake)
    try:
        assert "The key is in the system's keyring." in run("vault", "encrypt")[1]
        assert verify(run) == Exit.VERIFIED
        fake.locked = True
        assert "Unlock it, then try again" in run("verify", "--image", COLLINS.path)[1]
    finally:
        keyring.set_keyring(before)


@pytest.mark.slow
def test_embeddings_without_pictures_are_encrypted_too(run, enrolled, data, tmp_path) -> None:
    assert run("enrol", "--images", tmp_path / "photos", "--replace")[0] == Exit.DONE
    files = [path.suffix for path in (data / "people" / "eileen" / FOLDER).iterdir()]
    assert files == [".template"]
    run("vault", "encrypt")
    assert (verify(run), verify(run, HOPPER)) == (Exit.VERIFIED, Exit.NOT_VERIFIED)
