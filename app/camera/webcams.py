"""List the webcams of this machine. Imports no package that may be missing."""

import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from model.messages.message import Message

log = logging.getLogger(__name__)

LINUX_LIST = Path("/sys/class/video4linux")
LINUX_NODES = Path("/dev")
STABLE_LINKS = ("v4l/by-id", "v4l/by-path")
"""Below ``LINUX_NODES``. The first is better: it stays the same at another USB port."""

MEDIA_FOUNDATION, DIRECT_SHOW, AV_FOUNDATION = 1400, 700, 1200
"""OpenCV's numbers of camera interfaces. It opens camera i of an interface as ``interface + i``."""
INTERFACES = {"win32": (MEDIA_FOUNDATION, DIRECT_SHOW), "darwin": (AV_FOUNDATION,)}
"""On Windows, many virtual cameras are listed by DirectShow only."""


@dataclass(frozen=True, slots=True)
class Webcam:
    """``name``: the system's. ``number``: the user's. ``identity``: stays the same when cameras are connected
    in another order; empty when unknown. ``interface``: see ``INTERFACES``; with 0 OpenCV chooses."""

    number: int
    name: str
    identity: str = ""
    interface: int = 0

    @property
    def opencv_index(self) -> int:
        """The index that opens exactly this camera."""
        return self.interface + self.number


class CameraInfo(Protocol):
    """The fields used of ``cv2_enumerate_cameras.CameraInfo``."""

    index: int
    name: str
    path: str | None


Enumerate = Callable[[int], Iterable[CameraInfo]]


def webcams(
    platform: str = sys.platform,
    devices: Path = LINUX_LIST,
    nodes: Path = LINUX_NODES,
    enumerate_cameras: Enumerate | None = None,
) -> list[Webcam] | None:
    """The connected webcams, by number. None when the system does not list them, or a package is missing."""
    if platform.startswith("linux"):
        return _linux_webcams(devices, nodes)
    if platform not in INTERFACES:
        return None
    try:
        return _enumerated(enumerate_cameras or _library(), INTERFACES[platform])
    except (ImportError, OSError, RuntimeError) as error:
        log.info("The cameras cannot be listed: %r", error)
        return None


def find_webcams(name: str, listed: Sequence[Webcam]) -> list[Webcam]:
    """The webcams with this identity, else with this name, else with all of its words in their name."""
    if by_identity := [webcam for webcam in listed if webcam.identity and webcam.identity == name]:
        return by_identity
    if by_name := [webcam for webcam in listed if name and webcam.name.casefold() == name.casefold()]:
        return by_name
    words = _words(name)
    return [webcam for webcam in listed if words and words <= _words(webcam.name)]


def persistent_name(webcam: Webcam, listed: Sequence[Webcam]) -> str:
    """The name for settings: its name when no other webcam has it, else its identity or number."""
    alone = webcam.name and find_webcams(webcam.name, listed) == [webcam]
    return webcam.name if alone else webcam.identity or str(webcam.number)


def open_failure_hint(number: int, nodes: Path = LINUX_NODES) -> str:
    """The probable reason why webcam ``number`` cannot be opened, and the next step; empty when unknown."""
    device = nodes / f"video{number}"
    if not device.exists():
        return ""
    if not os.access(device, os.R_OK | os.W_OK):
        return Message(
            "You do not have permission to use {device}. Join its group (often video), then log in again.",
            device=device,
        )
    return Message("Another program is probably using it. Close that program.")


def _linux_webcams(devices: Path, nodes: Path) -> list[Webcam]:
    """From the kernel's list, without opening a device. Metadata nodes are left out."""
    found = [folder for folder in devices.glob("video*") if _word(folder / "index") == "0"]
    numbered = sorted((int(folder.name.removeprefix("video")), folder) for folder in found)
    links = _stable_links(nodes)
    return [Webcam(number, _word(folder / "name"), links.get(folder.name, "")) for number, folder in numbered]


def _stable_links(nodes: Path) -> dict[str, str]:
    """For each node, such as ``video0``, the link that always leads to the same camera."""
    links = [link for folder in reversed(STABLE_LINKS) for link in sorted((nodes / folder).glob("*"))]
    return {link.resolve().name: str(link) for link in links}


def _library() -> Enumerate:
    from cv2_enumerate_cameras import enumerate_cameras

    return enumerate_cameras


def _enumerated(enumerate_cameras: Enumerate, interfaces: Sequence[int]) -> list[Webcam]:
    """The webcams of the first interface, then those that only another one lists."""
    first, *others = interfaces
    found = [Webcam(one.index, one.name, one.path or "", first) for one in enumerate_cameras(first)]
    known = {webcam.name for webcam in found}
    for other in others:
        more = [one for one in enumerate_cameras(other) if one.name not in known]
        found += [Webcam(other + one.index, one.name, one.path or "") for one in more]
    return found


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))


def _word(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
