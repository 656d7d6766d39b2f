from pathlib import Path

import pytest

from app.system import requirements as module
from app.system.requirements import LIVE, WHOLE, Requirement, missing_package_hint, requirements


def test_the_whole_installation_holds_the_live_one_and_pins_everything() -> None:
    live, whole = requirements(LIVE), requirements(WHOLE)
    assert set(live) < set(whole)
    assert all(one.version for one in whole)
    assert {one.package for one in live}.isdisjoint({"tensorflow", "keras", "scikit-learn", "matplotlib"})


def test_comments_and_files_within_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "inner.txt").write_text("numpy==1.2  # arrays\n\n# nothing\n")
    (tmp_path / "outer.txt").write_text("# all\n-r inner.txt\nscikit-learn==3.4.5 # curves\n")
    inner, outer = requirements(tmp_path / "outer.txt")
    assert (inner.package, inner.version, inner.file) == ("numpy", "1.2", tmp_path / "inner.txt")
    assert (outer.package, outer.version, outer.module) == ("scikit-learn", "3.4.5", "sklearn")


@pytest.mark.parametrize(
    ("platform", "packages"),
    [("linux", ["numpy"]), ("darwin", ["numpy", "cameras"]), ("win32", ["numpy", "cameras"])],
)
def test_a_line_for_other_systems_does_not_count_here(tmp_path: Path, platform: str, packages) -> None:
    (tmp_path / "some.txt").write_text('numpy==1.2\ncameras==3.4; sys_platform != "linux"  # names\n')
    found = requirements(tmp_path / "some.txt", platform)
    assert [one.package for one in found] == packages
    assert all(one.version in ("1.2", "3.4") for one in found)


INSTALLED = {
    "there": (Requirement("pytest", "1", WHOLE), True),
    "not there": (Requirement("no-such-package", "1", WHOLE), False),
    "a module without a package": (Requirement("tests", "1", WHOLE), False),
    "under a name of its own, or by another package": (requirements(LIVE)[1], True),
}


@pytest.mark.parametrize(("requirement", "expected"), INSTALLED.values(), ids=INSTALLED)
def test_what_is_installed(requirement: Requirement, expected: bool) -> None:
    assert bool(requirement.installed) is expected


FAILURES = {
    "a package of ours": (
        ModuleNotFoundError("No module", name="ours.deep"),
        "ours, theirs. Run: pip install -r",
    ),
    "a module of nobody": (ModuleNotFoundError("No module", name="app.typo"), None),
    "a library that is broken": (
        ImportError("libGL.so.1: no such file", name="pytest"),
        "cannot be loaded: libGL",
    ),
    "no name at all": (ImportError("circular"), None),
}


@pytest.mark.parametrize(("error", "words"), FAILURES.values(), ids=FAILURES)
def test_what_an_import_that_failed_asks_for(
    error: ImportError, words: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole.txt").write_text("ours==1\ntheirs==1\npytest==1\n")
    monkeypatch.setattr(module, "WHOLE", tmp_path / "whole.txt")
    advice = missing_package_hint(error)
    assert advice is None if words is None else words in str(advice)
