from pathlib import Path

from app.storage.looks import FILE, MAX_LENGTH, LookStore

ONE, OTHER = Path("one.jpg"), Path("other.jpg")


def test_each_reference_has_its_look(tmp_path: Path) -> None:
    looks = LookStore(tmp_path)

    looks.write("Ada", ONE, " with  glasses ")
    looks.write("Ada", OTHER, "x" * 99)

    assert looks.read("Ada") == {"one.jpg": "with glasses", "other.jpg": "x" * MAX_LENGTH}
    assert looks.read("Grace") == {}


def test_an_empty_name_removes_it(tmp_path: Path) -> None:
    looks = LookStore(tmp_path)
    looks.write("Ada", ONE, "beard")

    looks.write("Ada", ONE, "  ")

    assert looks.read("Ada") == {}


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "Ada").mkdir()
    (tmp_path / "Ada" / FILE).write_bytes(b'{"one.jpg": 3')

    assert LookStore(tmp_path).read("Ada") == {}
