from pathlib import Path

import pytest

from app.people.changes import removal_of, remove_files, remove_person, rename_person
from app.storage.crop_store import CropKind, CropStore
from app.storage.errors import StoreError
from app.storage.people import PersonNameError, people_in, sweep_deleted
from model.storage.encrypted_file import MAGIC, read_file, set_cipher, write_file
from tests.support.fakes import sharp_image, tree


@pytest.fixture
def people(tmp_path: Path) -> Path:
    CropStore(tmp_path).save("Ada", CropKind.ANCHOR, sharp_image())
    CropStore(tmp_path).save("Ada", CropKind.ANCHOR, sharp_image(90))
    return tmp_path


def test_removed_files_can_be_restored(people: Path) -> None:
    before, paths = tree(people), CropStore(people).paths("Ada", CropKind.ANCHOR)

    undo = remove_files(paths[:1])
    assert CropStore(people).paths("Ada", CropKind.ANCHOR) == paths[1:]
    undo()

    assert tree(people) == before


def test_a_removed_person_is_gone_at_once_and_can_be_restored(people: Path) -> None:
    before = tree(people)

    undo = remove_person(people, "Ada")
    assert people_in(people) == []
    undo()

    assert tree(people) == before


def test_a_person_is_not_restored_over_another_of_the_same_name(people: Path) -> None:
    undo = remove_person(people, "Ada")
    CropStore(people).save("Ada", CropKind.POSITIVE, sharp_image())

    with pytest.raises(StoreError, match="There is another Ada now"):
        undo()


def test_a_person_who_was_swept_cannot_be_restored(people: Path) -> None:
    undo = remove_person(people, "Ada")
    sweep_deleted(people)

    with pytest.raises(StoreError, match="Could not restore"):
        undo()
    assert tree(people) == {}


def test_a_renamed_person_keeps_every_file(people: Path) -> None:
    before = tree(people)

    assert rename_person(people, "Ada", "  Grace ") == "Grace"

    assert tree(people) == {name.replace("Ada/", "Grace/"): content for name, content in before.items()}


def test_a_name_that_is_taken_or_impossible_changes_nothing(people: Path) -> None:
    CropStore(people).save("Grace", CropKind.ANCHOR, sharp_image())
    before = tree(people)

    with pytest.raises(StoreError, match="already a person called Grace"):
        rename_person(people, "Ada", "Grace")
    with pytest.raises(PersonNameError):
        rename_person(people, "Ada", "../Grace")

    assert tree(people) == before


class NameCipher:
    """Reverses the content and puts the name of the file before it."""

    def encrypt(self, content: bytes, name: str) -> bytes:

        return MAGIC + name.encode() + b"\n" + content[::-1]

    def decrypt(self, content: bytes, name: str) -> bytes:

        stored, _, reversed_content = content.removeprefix(MAGIC).partition(b"\n")
        if stored != name.encode():
            raise ValueError(f"It was encrypted for {stored!r}.")
        return reversed_content[::-1]


def test_files_that_are_encrypted_for_their_name_can_be_read_after_a_renaming(tmp_path: Path) -> None:
    set_cipher(tmp_path, NameCipher())
    try:
        (tmp_path / "Ada" / "anchor").mkdir(parents=True)
        write_file(tmp_path / "Ada" / "anchor" / "one.jpg", b"a picture")

        (tmp_path / "Ada" / "looks.json").write_bytes(b"{}")

        rename_person(tmp_path, "Ada", "Grace")

        assert (tmp_path / "Grace" / "looks.json").read_bytes() == b"{}"
        assert read_file(tmp_path / "Grace" / "anchor" / "one.jpg") == b"a picture"
        assert people_in(tmp_path) == ["Grace"]
    finally:
        set_cipher(tmp_path, None)


def test_a_person_renamed_to_the_same_name_keeps_every_encrypted_file(tmp_path: Path) -> None:
    set_cipher(tmp_path, NameCipher())
    try:
        (tmp_path / "Ada" / "anchor").mkdir(parents=True)
        write_file(tmp_path / "Ada" / "anchor" / "one.jpg", b"a picture")

        assert rename_person(tmp_path, "Ada", " Ada ") == "Ada"

        assert read_file(tmp_path / "Ada" / "anchor" / "one.jpg") == b"a picture"
    finally:
        set_cipher(tmp_path, None)


def test_added_files_and_new_people_can_be_removed_again(people: Path) -> None:
    before = tree(people)
    added = [CropStore(people).save(name, CropKind.POSITIVE, sharp_image(60)) for name in ("Ada", "Grace")]
    (people / "Grace" / "looks.json").write_text("{}")

    removal_of(added)()

    assert tree(people) == before
    assert people_in(people) == ["Ada"]
