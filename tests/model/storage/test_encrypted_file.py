from pathlib import Path

import pytest

from model.storage.encrypted_file import (
    MAGIC,
    EncryptionError,
    has_cipher,
    read_file,
    set_cipher,
    write_file,
)


class Reverse:
    """Reverses the content, and appends the name."""

    def encrypt(self, content: bytes, name: str) -> bytes:
        return MAGIC + content[::-1] + name.encode()

    def decrypt(self, content: bytes, name: str) -> bytes:
        if not content.endswith(name.encode()):
            raise ValueError("another name")
        return content.removeprefix(MAGIC).removesuffix(name.encode())[::-1]


@pytest.fixture
def folder(tmp_path: Path):
    set_cipher(tmp_path / "people", Reverse())
    (tmp_path / "people" / "ada").mkdir(parents=True)
    yield tmp_path / "people"
    set_cipher(tmp_path / "people", None)


def test_files_below_the_folder_are_encrypted_and_others_are_not(folder: Path) -> None:
    write_file(folder / "ada" / "a.jpg", b"face")
    write_file(folder.parent / "b.jpg", b"face")
    assert (folder / "ada" / "a.jpg").read_bytes() == MAGIC + b"ecafada/a.jpg"
    assert (folder.parent / "b.jpg").read_bytes() == b"face"
    assert read_file(folder / "ada" / "a.jpg") == read_file(folder.parent / "b.jpg") == b"face"


def test_a_folder_with_a_longer_name_is_another_one(folder: Path) -> None:
    other = folder.with_name("people2")
    other.mkdir()
    write_file(other / "a.jpg", b"face")
    assert (has_cipher(other / "a.jpg"), has_cipher(folder / "a.jpg")) == (False, True)
    assert (other / "a.jpg").read_bytes() == b"face"


def test_a_relative_path_is_the_same_place(folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder.parent)
    write_file(Path("people/ada/a.jpg"), b"face")
    assert read_file(folder / "ada" / "a.jpg") == b"face"


@pytest.mark.parametrize(
    ("content", "words"),
    [(MAGIC + b"ecafada/other.jpg", "changed, moved or renamed"), (b"face", "is not encrypted")],
)
def test_a_file_that_cannot_be_decrypted_is_an_error_with_its_reason(
    folder: Path, content: bytes, words: str
) -> None:
    (folder / "ada" / "a.jpg").write_bytes(content)
    with pytest.raises(EncryptionError, match=words) as caught:
        read_file(folder / "ada" / "a.jpg")
    assert str(caught.value).startswith(str(folder / "ada" / "a.jpg"))


def test_without_the_cipher_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(MAGIC + b"ecaf")
    with pytest.raises(EncryptionError, match="--data"):
        read_file(tmp_path / "a.jpg")
