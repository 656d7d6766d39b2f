import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.camera.webcams import (
    AV_FOUNDATION,
    DIRECT_SHOW,
    MEDIA_FOUNDATION,
    Webcam,
    find_webcams,
    open_failure_hint,
    persistent_name,
    webcams,
)

C920 = Webcam(2, "HD Pro Webcam C920", "/dev/v4l/by-id/usb-046d_C920-video-index0")
BUILT_IN = Webcam(0, "Integrated Camera")
LEFT, RIGHT = Webcam(4, "USB Camera", "left"), Webcam(6, "USB Camera", "right")
ALL = [BUILT_IN, C920, LEFT, RIGHT]


@dataclass(frozen=True)
class Info:
    """As the library gives it."""

    index: int
    name: str
    path: str | None


def plug_in(folder: Path, number: int, name: str, link: str = "") -> None:
    """Into a system of its own below ``folder``: the camera's node, its name, and the link that lasts."""
    entry, node = folder / "sys" / f"video{number}", folder / "dev" / f"video{number}"
    entry.mkdir(parents=True)
    (entry / "index").write_text("0\n")
    (entry / "name").write_text(f"{name}\n")
    node.parent.mkdir(exist_ok=True)
    node.touch()
    if link:
        (folder / "dev" / link).parent.mkdir(parents=True, exist_ok=True)
        (folder / "dev" / link).symlink_to(node)


@pytest.mark.skipif(sys.platform == "win32", reason="Links take a right of their own on Windows")
def test_linux_finds_the_link_that_follows_a_camera_to_another_port(tmp_path: Path) -> None:
    plug_in(tmp_path, 2, "First", "v4l/by-path/pci-0")
    (tmp_path / "dev" / "v4l" / "by-id").mkdir()
    (tmp_path / "dev" / "v4l" / "by-id" / "usb-first").symlink_to(tmp_path / "dev" / "video2")
    plug_in(tmp_path, 10, "Second", "v4l/by-path/pci-1")
    plug_in(tmp_path, 12, "Third")
    found = webcams("linux", tmp_path / "sys", tmp_path / "dev")
    assert [(one.number, one.name) for one in found] == [(2, "First"), (10, "Second"), (12, "Third")]
    assert [Path(one.identity).name for one in found] == ["usb-first", "pci-1", ""]
    assert [one.opencv_index for one in found] == [2, 10, 12]


def test_windows_lists_what_direct_show_alone_knows_behind_the_others() -> None:
    listed = {
        MEDIA_FOUNDATION: [Info(0, "Integrated Camera", r"\\?\usb#one"), Info(1, "C920", r"\\?\usb#two")],
        DIRECT_SHOW: [Info(0, "C920", r"\\?\usb#two"), Info(1, "OBS Virtual Camera", None)],
    }
    found = webcams("win32", enumerate_cameras=listed.__getitem__)
    assert [(one.number, one.opencv_index) for one in found] == [(0, 1400), (1, 1401), (701, 701)]
    assert [one.identity for one in found] == [r"\\?\usb#one", r"\\?\usb#two", ""]


def test_macos_lists_them_in_opencvs_order() -> None:
    listed = {AV_FOUNDATION: [Info(0, "FaceTime HD Camera", "0x1"), Info(1, "C920", "0x2")]}
    found = webcams("darwin", enumerate_cameras=listed.__getitem__)
    assert [(one.name, one.number, one.opencv_index) for one in found] == [
        ("FaceTime HD Camera", 0, 1200),
        ("C920", 1, 1201),
    ]


def unavailable(interface: int) -> list[Info]:
    raise RuntimeError("The service is not running.")


@pytest.mark.parametrize("platform", ["win32", "darwin", "freebsd14"])
def test_a_system_that_cannot_list_them_has_no_list(platform: str) -> None:
    assert webcams(platform, enumerate_cameras=unavailable) is None


def test_without_the_package_there_is_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", None)
    assert webcams("win32") is webcams("darwin") is None


CALLED = {
    "its whole name": ("Integrated Camera", [BUILT_IN]),
    "in other letters": ("integrated camera", [BUILT_IN]),
    "some of its words": ("Webcam C920", [C920]),
    "a word that two have": ("camera", [BUILT_IN, LEFT, RIGHT]),
    "a name that two have": ("USB Camera", [LEFT, RIGHT]),
    "which of the two": ("right", [RIGHT]),
    "a word that none has": ("Logitech C920", []),
    "a part of a word": ("C92", []),
    "nothing": ("", []),
    "no word": ("-", []),
}


@pytest.mark.parametrize(("name", "found"), CALLED.values(), ids=CALLED)
def test_a_camera_is_known_by_its_name(name: str, found: list[Webcam]) -> None:
    assert find_webcams(name, ALL) == found


def test_what_is_remembered_leads_back_to_the_same_camera() -> None:
    nameless = Webcam(8, "")
    assert [persistent_name(one, [*ALL, nameless]) for one in (BUILT_IN, C920, LEFT, RIGHT, nameless)] == [
        "Integrated Camera",
        "HD Pro Webcam C920",
        "left",
        "right",
        "8",
    ]


def test_a_webcam_that_is_there_is_probably_in_use(tmp_path: Path) -> None:
    (tmp_path / "video0").write_text("")
    assert "Another program" in open_failure_hint(0, tmp_path)
    assert open_failure_hint(1, tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="Nothing is forbidden here")
def test_one_that_may_not_be_used_says_who_may(tmp_path: Path) -> None:
    (tmp_path / "video0").touch(mode=0)
    assert "become a member of its group" in open_failure_hint(0, tmp_path)
