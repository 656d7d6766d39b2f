from pathlib import Path

import pytest

from model.storage.atomic_folder import atomic_folder


def test_a_folder_appears_once_it_is_complete(tmp_path: Path) -> None:
    out = tmp_path / "reports" / "one"
    with atomic_folder(out) as folder:
        (folder / "page.html").write_text("x")
        assert not out.exists()
    assert [file.name for file in out.iterdir()] == ["page.html"]
    assert [entry.name for entry in out.parent.iterdir()] == ["one"]


@pytest.mark.parametrize("failure", [OSError("full"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_a_failure_leaves_nothing(tmp_path: Path, failure: BaseException) -> None:
    with pytest.raises(type(failure)), atomic_folder(tmp_path / "out") as folder:
        (folder / "page.html").write_text("x")
        raise failure
    assert not list(tmp_path.iterdir())


def test_an_existing_folder_is_never_changed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine").write_text("x")
    with pytest.raises(FileExistsError, match="Name a new folder"), atomic_folder(out):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    assert (out / "mine").read_text() == "x"
