"""Export and import: a round trip, and archives that someone has changed."""

import io
import tarfile
from pathlib import Path

import pytest

from app.storage.errors import StoreError
from app.storage.looks import LookStore
from app.storage.paths import Paths
from app.vault import archive, management
from app.vault.archive import PIECE_BYTES, export_people, import_people, open_archive
from app.vault.errors import VaultError
from app.vault.vault import Vault
from model.storage.encrypted_file import LockedError, is_encrypted, set_cipher
from tests.support.fakes import tree

PASSPHRASE = "correct horse"


@pytest.fixture
def exported(paths, tmp_path):
    file = tmp_path / "faces.sameface"
    assert export_people(paths.people, file, PASSPHRASE) == 4
    return file


@pytest.fixture
def other(tmp_path):
    return Paths(tmp_path / "other")


def test_everything_comes_back_on_another_machine(paths, exported, other) -> None:
    assert import_people(other.people, exported, PASSPHRASE) == 4
    assert tree(other.people) == tree(paths.people)


def test_an_encrypted_folder_is_exported_and_imported_into_another_one(paths, tmp_path, other) -> None:
    before = tree(paths.people)
    management.encrypt(Vault(paths), passphrase="another horse", in_keyring=False)
    export_people(paths.people, tmp_path / "faces", PASSPHRASE)
    management.encrypt(Vault(other), passphrase="a third horse", in_keyring=False)
    import_people(other.people, tmp_path / "faces", PASSPHRASE)
    assert all(map(is_encrypted, tree(other.people).values()))
    management.decrypt(Vault(other, lambda: "a third horse"))
    assert tree(other.people) == before
    set_cipher(other.people, None)


def test_what_is_there_already_stays(paths, exported) -> None:
    kept = paths.people / "ada" / "negative" / "2.png"
    kept.write_bytes(b"newer")
    (paths.people / "bob" / "anchor" / "3.jpg").unlink()
    assert import_people(paths.people, exported, PASSPHRASE) == 1
    assert kept.read_bytes() == b"newer"


def test_it_says_who_is_in_it_and_who_is_here_already(paths, exported, other) -> None:
    (other.people / "ada").mkdir(parents=True)

    archive = open_archive(other.people, exported, PASSPHRASE)

    assert (archive.people, archive.known) == (("ada", "bob"), ("ada",))
    assert tree(other.people) == {}


def test_looks_keep_their_names_and_those_that_are_here_stay(paths, tmp_path, other) -> None:
    LookStore(paths.people).write("ada", Path("1.jpg"), "glasses")
    LookStore(paths.people).write("ada", Path("2.jpg"), "beard")
    export_people(paths.people, tmp_path / "faces", PASSPHRASE)
    LookStore(other.people).write("ada", Path("2.jpg"), "hat")

    assert import_people(other.people, tmp_path / "faces", PASSPHRASE) == 4

    assert LookStore(other.people).read("ada") == {"1.jpg": "glasses", "2.jpg": "hat"}


def test_no_face_and_no_name_can_be_read_in_it(exported) -> None:
    assert not any(word in exported.read_bytes() for word in (b"face of", b"ada", b"jpg"))


@pytest.mark.parametrize("passphrase", ["wrong horse", ""])
def test_it_needs_its_passphrase(exported, other, passphrase) -> None:
    with pytest.raises(LockedError):
        import_people(other.people, exported, passphrase)
    assert not other.people.exists()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.9999])
def test_a_flipped_bit_is_refused_and_nothing_imported(exported, other, share) -> None:
    content = bytearray(exported.read_bytes())
    content[int(share * len(content))] ^= 1
    exported.write_bytes(content)
    with pytest.raises((VaultError, LockedError)):
        import_people(other.people, exported, PASSPHRASE)
    assert not other.people.exists()


def test_pieces_cannot_be_left_out_swapped_or_repeated(paths, tmp_path, other, monkeypatch) -> None:
    monkeypatch.setattr(archive, "PIECE_BYTES", 4096)
    file = tmp_path / "faces"
    export_people(paths.people, file, PASSPHRASE)
    content = file.read_bytes()
    start = content.index(b"\n", content.index(b"\n") + 1) + 1
    size = 4096 + 28
    pieces = [content[index : index + size] for index in range(start, len(content), size)]
    assert len(pieces) > 2
    for changed in (pieces[:-1], pieces[1:], [pieces[1], pieces[0], *pieces[2:]], [*pieces, pieces[-1]], []):
        file.write_bytes(content[:start] + b"".join(changed))
        with pytest.raises(VaultError, match="damaged"):
            import_people(other.people, file, PASSPHRASE)


def test_large_archives_have_several_pieces(paths, tmp_path, other) -> None:
    (paths.people / "ada" / "negative" / "4.jpg").write_bytes(bytes(PIECE_BYTES + 1))
    export_people(paths.people, tmp_path / "faces", PASSPHRASE)
    assert import_people(other.people, tmp_path / "faces", PASSPHRASE) == 5


@pytest.mark.parametrize(
    "name", ["../x/1.jpg", "ada/1.jpg", "/ada/anchor/1.jpg", "ada/../1.jpg", "ada/anchor/..", "a/b/c/d"]
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, other, monkeypatch, name) -> None:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    plain.seek(0)
    monkeypatch.setattr(archive, "_opened", lambda *_: plain)
    (tmp_path / "faces").write_bytes(b"")
    with pytest.raises(VaultError, match="impossible name"):
        import_people(other.people, tmp_path / "faces", PASSPHRASE)


def test_other_files_and_places_are_refused_with_the_next_step(paths, tmp_path, other) -> None:
    (tmp_path / "letter.txt").write_text("dear ada")
    with pytest.raises(VaultError, match="not a Sameface archive"):
        import_people(other.people, tmp_path / "letter.txt", PASSPHRASE)
    with pytest.raises(StoreError):
        import_people(other.people, tmp_path / "nothing", PASSPHRASE)
    with pytest.raises(StoreError):
        export_people(paths.people, tmp_path / "no folder" / "faces", PASSPHRASE)
