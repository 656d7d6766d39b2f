"""The files of app, model and training that people install."""

from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("app", "model", "training")
BUILD_ROOM = "app/packaging"
"""Builds the others, and is not installed."""
BYTECODE_FOLDER = "__pycache__"
NOT_SHIPPED = frozenset({".DS_Store"})


def shipped_files(root: Path) -> Iterator[Path]:
    """The files of the checkout ``root`` that go into the wheel and the folder without Python."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and _is_shipped(path) and not path.is_relative_to(root / BUILD_ROOM):
                yield path


def module_names(root: Path) -> frozenset[str]:
    """The dotted names of the modules among the shipped files."""
    files = (file for file in shipped_files(root) if file.suffix == ".py")
    names = (file.relative_to(root).with_suffix("").parts for file in files)
    return frozenset(".".join(name[:-1] if name[-1] == "__init__" else name) for name in names)


def _is_shipped(path: Path) -> bool:
    return path.parent.name != BYTECODE_FOLDER and path.name not in NOT_SHIPPED
