"""The packages in the requirements files, and which of them are installed.

Imports only the standard library: it must work when everything else is missing.
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from app.storage.paths import PROJECT
from model.installation.commands import install_command, typed
from model.installation.kind import Installation, installation
from model.messages.message import Message

LIVE = PROJECT / "requirements-live.txt"
WHOLE = PROJECT / "requirements.txt"

MODULES = {
    "opencv-python-headless": "cv2",
    "scikit-learn": "sklearn",
    "pillow": "PIL",
    "argon2-cffi": "argon2",
}
"""Packages whose module has another name."""
SUBSTITUTES = {
    "opencv-python-headless": ("opencv-python", "opencv-contrib-python-headless", "opencv-contrib-python")
}
"""Packages that provide the same module."""

NOT_IN_FOLDER = Message(
    "The program without Python does not contain the packages for this command. To use it, install Sameface "
    "as a command: see docs/guide/install.md."
)

SYSTEM_MARKER = re.compile(r'sys_platform (==|!=) "(\w+)"')


@dataclass(frozen=True, slots=True)
class Requirement:
    """A line of ``file`` that pins a package to a version."""

    package: str
    version: str
    file: Path

    @property
    def module(self) -> str:
        return MODULES.get(self.package, self.package.replace("-", "_"))

    @property
    def installed(self) -> str | None:
        """The installed version, found without importing the package; None when it is missing."""
        if find_spec(self.module) is None:
            return None
        for name in (self.package, *SUBSTITUTES.get(self.package, ())):
            try:
                return version(name)
            except PackageNotFoundError:
                continue
        return None


def requirements(file: Path, platform: str = sys.platform) -> list[Requirement]:
    """The requirements of ``file`` on this system, included files (-r) too. Raises OSError."""
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
    """Whether a requirement applies here. Of pip's markers, only ``sys_platform`` is understood."""
    system = SYSTEM_MARKER.fullmatch(marker)
    return system is None or (platform == system[2]) is (system[1] == "==")


def require_modules(*names: str) -> None:
    """Raises ModuleNotFoundError for the first that is missing, without importing any."""
    for name in names:
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def missing_package_hint(error: ImportError) -> Message | None:
    """A sentence that says how to repair a failed import; None when it is not about a requirement."""
    wanted = requirements(WHOLE)
    failed = next((one for one in wanted if one.module == (error.name or "").partition(".")[0]), None)
    if failed is None:
        return None
    if installation() is Installation.FOLDER:
        return NOT_IN_FOLDER
    if failed.installed:
        return Message(
            "{package} is installed but cannot be loaded: {error}. See `{command}`.",
            package=failed.package,
            error=error,
            command=typed("doctor"),
        )
    missing = [one.package for one in wanted if one.file == failed.file and not one.installed]
    return Message(
        "Missing packages: {packages}. Run: {command}",
        packages=", ".join(missing),
        command=install_command(_extra(failed)),
    )


def _extra(requirement: Requirement) -> str:
    """The extra of the package that contains the requirement; empty for the live app's."""
    return "" if requirement.file == LIVE else "train"
