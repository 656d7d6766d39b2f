from pathlib import Path

import pytest

from model.storage.atomic_folder import whole_folder


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "reports" / "one"
    with whole_folder(out) as folder:
        (folder / "page.html").write_text("x")
        assert not out.exists()
    assert [file.name for file in out.iterdir()] == ["page.html"]
    assert [entry.name for entry in out.parent.iterdir()] == ["one"]


@pytest.mark.parametrize("failure", [OSError("full"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_nothing_is_left_of_a_failure(tmp_path: Path, failure: BaseException) -> None:
    with pytest.raises(type(failure)), whole_folder(tmp_path / "out") as folder:
        (folder / "page.html").write_text("x")
        raise failure
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine").write_text("x")
    with pytest.raises(FileExistsError, match="Name a new folder"), whole_folder(out):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    assert (out / "mine").read_text() == "x"
