"""The packages that Sameface takes, by its requirements files, and which of them are there.

Imports nothing but Python's own library: it has to work where everything else is missing.
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from app.storage.paths import PROJECT

LIVE = PROJECT / "requirements-live.txt"
WHOLE = PROJECT / "requirements.txt"

MODULES = {"opencv-python-headless": "cv2", "scikit-learn": "sklearn", "pillow": "PIL"}
"""What is imported under another name than it is installed by."""
SUBSTITUTES = {
    "opencv-python-headless": ("opencv-python", "opencv-contrib-python-headless", "opencv-contrib-python")
}
"""Packages that bring the same module."""

SYSTEM_MARKER = re.compile(r'sys_platform (==|!=) "(\w+)"')


@dataclass(frozen=True, slots=True)
class Requirement:
    """A line of ``file``: this version of a package and no other."""

    package: str
    version: str
    file: Path

    @property
    def module(self) -> str:
        return MODULES.get(self.package, self.package.replace("-", "_"))

    @property
    def installed(self) -> str | None:
        """The version that is there, told without importing anything; None: the package is missing."""
        if find_spec(self.module) is None:
            return None
        for name in (self.package, *SUBSTITUTES.get(self.package, ())):
            try:
                return version(name)
            except PackageNotFoundError:
                continue
        return None


def requirements(file: Path, platform: str = sys.platform) -> list[Requirement]:
    """What ``file`` asks for on this system, and what the files do that it names with -r. Raises OSError."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        asked, _, marker = line.partition("#")[0].partition(";")
        words = asked.split()
        if words[:1] == ["-r"]:
            found += requirements(file.parent / words[1], platform)
        elif words and _applies(marker.strip(), platform):
            package, _, number = words[0].partition("==")
            found.append(Requirement(package, number, file))
    return found


def _applies(marker: str, platform: str) -> bool:
    """Whether a line counts here; of the markers of pip only the system's is understood."""
    system = SYSTEM_MARKER.fullmatch(marker)
    return system is None or (platform == system[2]) is (system[1] == "==")


def require_modules(*names: str) -> None:
    """Raises ModuleNotFoundError for the first that is missing, without importing any."""
    for name in names:
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def what_to_install(error: ImportError) -> str | None:
    """What to do about an import that failed, in a sentence; None when no requirement is at fault."""
    wanted = requirements(WHOLE)
    at_fault = next((one for one in wanted if one.module == (error.name or "").partition(".")[0]), None)
    if at_fault is None:
        return None
    if at_fault.installed:
        return f"{at_fault.package} is installed but cannot be loaded: {error}. See `python main.py doctor`."
    missing = [one.package for one in wanted if one.file == at_fault.file and not one.installed]
    return (
        f"This takes packages that are not installed: {', '.join(missing)}. "
        f"Run: pip install -r {at_fault.file.name}"
    )
