from pathlib import Path

from model.storage.free_path import free_path


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    file = tmp_path / "people.sameface"
    names = []
    for _ in range(3):
        free = free_path(file)
        free.touch()
        names.append(free.name)

    assert names == ["people.sameface", "people 2.sameface", "people 3.sameface"]
