import numpy as np
import pytest

from training.lfw import look_alikes
from training.lfw.folder import PUBLISHED_PEOPLE
from training.lfw.look_alikes import FILE, UNGROUPED, encode_groups, look_alike_groups


def test_almost_everybody_in_lfw_has_a_group() -> None:
    people = [line.split(",")[0] for line in FILE.read_text().splitlines() if not line.startswith("#")][1:]
    groups = look_alike_groups(people)
    assert PUBLISHED_PEOPLE - 5 <= len(set(people)) <= PUBLISHED_PEOPLE
    assert sorted(set(groups.tolist())) == list(range(32))
    assert 100 < np.bincount(groups).min() <= np.bincount(groups).max() < 300


def test_nobody_is_known_to_look_like_a_stranger() -> None:
    assert look_alike_groups(["Aaron_Eckhart", "Somebody_Else"])[1] == UNGROUPED
    assert look_alike_groups([]).shape == (0,)


def test_a_file_is_read_as_it_was_written(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "groups.csv"
    file.write_bytes(encode_groups({"Zoë": 1, "Ann": 0}, "made by hand\nfor a test"))
    assert file.read_text("utf-8").splitlines() == [
        "# made by hand",
        "# for a test",
        "person,group",
        "Ann,0",
        "Zoë,1",
    ]
    monkeypatch.setattr(look_alikes, "FILE", file)
    assert look_alike_groups(["Zoë", "Ann", "Eve"]).tolist() == [1, 0, UNGROUPED]
