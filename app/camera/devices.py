"""What the system tells about its webcams. Imports nothing that may be missing."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

LINUX_LIST = Path("/sys/class/video4linux")
LINUX_NODES = Path("/dev")


@dataclass(frozen=True, slots=True)
class Webcam:
    """``name`` is the system's."""

    number: int
    name: str


def webcams(platform: str = sys.platform, devices: Path = LINUX_LIST) -> list[Webcam] | None:
    """Those that Linux lists, by number; None: this system does not tell."""
    if not platform.startswith("linux"):
        return None
    found = [folder for folder in devices.glob("video*") if _word(folder / "index") == "0"]
    numbered = sorted((int(folder.name.removeprefix("video")), folder) for folder in found)
    return [Webcam(number, _word(folder / "name")) for number, folder in numbered]


def why_closed(number: int, nodes: Path = LINUX_NODES) -> str:
    """What probably keeps webcam ``number`` from being opened, with the next step; empty: nobody can tell."""
    device = nodes / f"video{number}"
    if not device.exists():
        return ""
    if not os.access(device, os.R_OK | os.W_OK):
        return f"You may not use {device}: become a member of its group (often video), and log in again."
    return "Another program is probably using it: close that one."


def _word(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
