"""Check the system libraries that the window needs and the packages do not contain."""

import ctypes
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from app.doctor.finding import Finding, Status


@dataclass(frozen=True, slots=True)
class SystemPart:
    """A shared library or a program, its purpose, and the packages that contain it; empty when unknown."""

    name: str
    purpose: str
    debian: str
    fedora: str
    homebrew: str = ""

    @property
    def is_library(self) -> bool:
        return ".so" in self.name


PARTS = (
    SystemPart("libGL.so.1", "drawing", "libgl1 libgl1-mesa-dri", "libglvnd-glx mesa-dri-drivers", "mesa"),
    SystemPart("libEGL.so.1", "drawing on Wayland", "libegl1", "libglvnd-egl", "mesa"),
    SystemPart("libGLESv2.so.2", "drawing on small computers", "libgles2", "libglvnd-gles", "mesa"),
    SystemPart("libmtdev.so.1", "touch screens", "libmtdev1", "mtdev"),
    SystemPart("xclip", "the clipboard", "xclip", "xclip", "xclip"),
)
MANAGERS = {"apt-get": "debian", "dnf": "fedora", "brew": "homebrew"}
COMMANDS = {"debian": "apt install", "fedora": "dnf install", "homebrew": "brew install"}
NAMES = {"debian": "Debian", "fedora": "Fedora", "homebrew": "Homebrew"}


def can_load_library(library: str) -> bool:
    """Whether the system can load the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def check_libraries(
    platform: str = sys.platform,
    can_load: Callable[[str], bool] = can_load_library,
    which: Callable[[str], str | None] = shutil.which,
) -> Finding:
    """Only Linux may lack one: other systems or the packages contain them all."""
    if not platform.startswith("linux"):
        return Finding(
            "libraries", Status.OK, "The system and the packages contain everything that the window needs."
        )
    missing = [part for part in PARTS if not (can_load(part.name) if part.is_library else which(part.name))]
    if not missing:
        return Finding("libraries", Status.OK, f"{', '.join(part.name for part in PARTS)} are installed.")
    names = ", ".join(f"{part.name} ({part.purpose})" for part in missing)
    return Finding("libraries", Status.WARNING, f"The window may need {names}.", _remedy(missing, which))


def _remedy(missing: list[SystemPart], which: Callable[[str], str | None]) -> str:
    """For the installed package manager; for all known ones when there is none."""
    here = next((system for manager, system in MANAGERS.items() if which(manager)), None)
    if here:
        return f"Run: {COMMANDS[here]} {_packages(missing, here)}"
    commands = (f"{NAMES[system]}: {_packages(missing, system)}" for system in COMMANDS)
    return f"Install the packages that contain them. {'; '.join(commands)}."


def _packages(missing: list[SystemPart], system: str) -> str:
    words = " ".join(getattr(part, system) or part.name for part in missing).split()
    return " ".join(dict.fromkeys(words))
