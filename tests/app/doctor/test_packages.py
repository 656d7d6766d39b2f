from pathlib import Path

import pytest

from app.doctor import packages
from app.doctor.finding import Status
from app.doctor.packages import check_packages, check_python, check_training

VERSIONS = {
    (3, 10, 9): Status.FAILED,
    (3, 11, 0): Status.OK,
    (3, 13, 5): Status.OK,
    (3, 14, 0): Status.WARNING,
    (4, 0, 0): Status.WARNING,
}


@pytest.mark.parametrize(("version", "status"), VERSIONS.items())
def test_which_python_will_do(version: tuple[int, ...], status: Status) -> None:
    found = check_python(version)
    assert found.status is status
    assert ".".join(map(str, version)) in found.sentence
    assert ("3.11 to 3.13" in found.next_step) is (status is not Status.OK)


def write(folder: Path, monkeypatch: pytest.MonkeyPatch, live: str, learning: str) -> None:
    (folder / "live.txt").write_text(live)
    (folder / "whole.txt").write_text(f"-r live.txt\n{learning}")
    monkeypatch.setattr(packages, "LIVE", folder / "live.txt")
    monkeypatch.setattr(packages, "WHOLE", folder / "whole.txt")


THERE = f"pytest=={pytest.__version__}\n"
LIVE_ONES = {
    "all there": (THERE, Status.OK, "All 1 of live.txt"),
    "one missing": (f"{THERE}no-such-thing==1", Status.FAILED, "Not installed: no-such-thing."),
    "only names missing": ("no-such-names==1", Status.WARNING, "numbers instead of names"),
    "that and another": ("no-such-names==1\nno-such-thing==1", Status.FAILED, "no-such-thing."),
    "another version": ("pytest==0.1", Status.WARNING, f"pytest {pytest.__version__} instead of 0.1"),
}


@pytest.mark.parametrize(("lines", "status", "words"), LIVE_ONES.values(), ids=LIVE_ONES)
def test_packages_of_the_live_app(
    lines: str, status: Status, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, monkeypatch, lines, "")
    monkeypatch.setattr(packages, "CAMERA_NAMES", "no-such-names")
    found = check_packages()
    assert found.status is status
    assert words in found.sentence
    assert found.next_step == ("" if status is Status.OK else "Run: pip install -r requirements-live.txt")


LEARNING_ONES = {
    "all there": (THERE, Status.OK, "in the pinned versions"),
    "none there": ("no-such==1\nnor-this==2", Status.OK, "Only train, evaluate and show"),
    "some there": (f"{THERE}no-such==1", Status.WARNING, "Not installed: no-such."),
    "another version": ("pytest==0.1", Status.WARNING, "instead of 0.1"),
}


@pytest.mark.parametrize(("lines", "status", "words"), LEARNING_ONES.values(), ids=LEARNING_ONES)
def test_packages_that_training_takes_beside(
    lines: str, status: Status, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, monkeypatch, "", lines)
    found = check_training()
    assert found.status is status
    assert words in found.sentence
