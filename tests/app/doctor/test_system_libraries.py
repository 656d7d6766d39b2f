import pytest

from app.doctor.finding import Status
from app.doctor.system_libraries import PARTS, can_load_library, check_libraries

EVERYTHING = {part.name for part in PARTS}

REMEDIES = {
    "Debian": ("apt-get", "Run: apt install libgl1 libgl1-mesa-dri libmtdev1"),
    "Fedora": ("dnf", "Run: dnf install libglvnd-glx mesa-dri-drivers mtdev"),
    "Homebrew": ("brew", "Run: brew install mesa libmtdev.so.1"),
}


@pytest.mark.parametrize(("manager", "remedy"), REMEDIES.values(), ids=REMEDIES)
def test_what_is_missing_is_named_with_the_packages_of_this_system(manager: str, remedy: str) -> None:
    there = (EVERYTHING | {manager}) - {"libGL.so.1", "libmtdev.so.1"}
    found = check_libraries("linux", there.__contains__, lambda name: name if name in there else None)
    assert found.status is Status.WARNING
    assert found.sentence == "The window may need libGL.so.1 (drawing), libmtdev.so.1 (touch screens)."
    assert found.next_step == remedy


def test_where_no_package_manager_is_known_all_are_named() -> None:
    found = check_libraries("linux", lambda library: True, lambda name: None)
    assert found.sentence == "The window may need xclip (the clipboard)."
    for words in ("Debian: xclip", "Fedora: xclip", "Homebrew: xclip"):
        assert words in found.next_step


def test_complete_libraries_are_reported_as_complete() -> None:
    found = check_libraries("linux", lambda library: True, lambda name: name)
    assert found.status is Status.OK
    assert all(name in found.sentence for name in EVERYTHING)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_nothing_is_missing(platform: str) -> None:
    assert check_libraries(platform, lambda library: False, lambda name: None).status is Status.OK


def test_a_missing_library_does_not_load() -> None:
    assert not can_load_library("libno-such-thing.so.9")
