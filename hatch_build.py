"""Hatchling's hook for the wheel: app, model and training become rooms of the one package ``sameface``."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from prefixed_imports import PACKAGES, module_names, prefix_kivy, prefix_python

PACKAGE = "sameface"
REQUIREMENTS = ("requirements-live.txt", "requirements.txt")
"""``doctor`` compares the installed packages with these."""
NO_EDITABLE = "A checkout needs no installation: run `python main.py`. To install a copy: pip install ."


class WheelHook(BuildHookInterface):
    """Copies the packages with their imports rewritten, and hands the copies to hatchling."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            raise RuntimeError(NO_EDITABLE)
        self._folder = Path(tempfile.mkdtemp(prefix="sameface-wheel-"))
        copy_packages(Path(self.root), self._folder)
        for copy in self._folder.iterdir():
            build_data["force_include"][str(copy)] = f"{PACKAGE}/{copy.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder)


def copy_packages(root: Path, target: Path) -> None:
    """Copy what the wheel holds from the checkout ``root`` to the folder ``target``."""
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc", ".DS_Store")
        shutil.copytree(root / package, target / package, ignore=ignored)
    for name in REQUIREMENTS:
        shutil.copy(root / name, target)
    _prefix_imports(target, module_names(root))


def _prefix_imports(target: Path, modules: frozenset[str]) -> None:
    for package in PACKAGES:
        for file in (target / package).rglob("*.py"):
            file.write_bytes(prefix_python(file.read_bytes(), f"{PACKAGE}.", modules))
        for file in (target / package).rglob("*.kv"):
            content = file.read_bytes().decode("utf-8")
            file.write_bytes(prefix_kivy(content, f"{PACKAGE}.").encode("utf-8"))
