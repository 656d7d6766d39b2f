"""Hatchling's hooks: the wheel installs app, model and training as rooms of one package, ``sameface``, with
the dependencies of the requirements files."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from app.packaging.prefixed_imports import prefix_kivy, prefix_python
from app.packaging.shipped_files import module_names, shipped_files

PACKAGE = "sameface"
RENAMED = {
    "main.py": "__main__.py",
    "model/__init__.py": "__init__.py",
    "requirements-live.txt": "requirements-live.txt",
    "requirements.txt": "requirements.txt",
}
"""Files of the checkout, and their names in the package. ``doctor`` reads the requirements."""
TYPED = "py.typed"
"""Tells type checkers that the package is annotated (PEP 561)."""
LIVE = "requirements-live.txt"
EXTRAS = {
    "train": "requirements.txt",
    "recipe": "requirements-recipe.txt",
    "screen-reader": "requirements-screen-reader.txt",
    "cluster": "requirements-cluster.txt",
}
NO_EDITABLE = "A checkout needs no installation: run `python main.py`. To install a copy: pip install ."


class RequirementsHook(MetadataHookInterface):
    """The dependencies are those of the requirements files."""

    def update(self, metadata: dict[str, Any]) -> None:
        root = Path(self.root)
        live = pinned(root / LIVE)
        metadata["dependencies"] = live
        metadata["optional-dependencies"] = {
            extra: [line for line in pinned(root / file) if line not in live]
            for extra, file in EXTRAS.items()
        }


class WheelHook(BuildHookInterface):
    """Copies the packages with their imports rewritten, and hands the copy to hatchling."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            raise RuntimeError(NO_EDITABLE)
        self._folder = Path(tempfile.mkdtemp(prefix="sameface-wheel-"))
        copy_package(Path(self.root), self._folder)
        build_data["force_include"][str(self._folder)] = PACKAGE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder)


def copy_package(root: Path, target: Path) -> None:
    """Copy what the wheel installs from the checkout ``root`` to the folder ``target``."""
    for file in shipped_files(root):
        copy(file, target / file.relative_to(root))
    for source, name in RENAMED.items():
        copy(root / source, target / name)
    (target / TYPED).touch()
    prefix_imports(target, module_names(root))


def copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, target)


def prefix_imports(folder: Path, modules: frozenset[str]) -> None:
    for file in folder.rglob("*.py"):
        file.write_bytes(prefix_python(file.read_bytes(), f"{PACKAGE}.", modules))
    for file in folder.rglob("*.kv"):
        layout = file.read_bytes().decode("utf-8")
        file.write_bytes(prefix_kivy(layout, f"{PACKAGE}.").encode("utf-8"))


def pinned(file: Path) -> list[str]:
    """The requirements of ``file`` and of the files that it includes (-r), without comments."""
    found: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            found += pinned(file.parent / text.removeprefix("-r ").strip())
        elif text:
            found.append(text)
    return found
