"""The app runs without the packages for training, unless it trains or draws."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.storage.paths import PROJECT
from app.system.requirements import LIVE, WHOLE, requirements

TRAINING_ONLY = {one.module for one in requirements(WHOLE)} - {one.module for one in requirements(LIVE)}
DRAWING = PROJECT / "app" / "visualization"
"""Imported by the command that draws, when it draws."""


@cache
def imported_at_once(path: Path) -> frozenset[str]:
    """The names of the modules that a module imports when it is imported itself."""
    return frozenset(_imported(ast.parse(path.read_text(encoding="utf-8"))))


def _imported(module: ast.Module) -> Iterator[str]:
    waiting: list[ast.stmt] = list(module.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Try | ast.With | ast.ClassDef) or (
            isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test)
        ):
            waiting += node.body


def files_of(module: str) -> Iterator[Path]:
    """Those of the project that importing ``module`` runs: its own, and those of the packages around it."""
    path = PROJECT.joinpath(*module.split("."))
    for file in (path.with_suffix(".py"), *(folder / "__init__.py" for folder in (path, *path.parents))):
        if file.is_file() and file.is_relative_to(PROJECT):
            yield file


def packages_behind(start: Path) -> set[str]:
    """The packages that importing ``start`` imports, at any depth."""
    seen, waiting, packages = {start}, [start], set()
    while waiting:
        for module in imported_at_once(waiting.pop()):
            packages.add(module.partition(".")[0])
            new = set(files_of(module)) - seen
            seen |= new
            waiting += new
    return packages


def test_no_module_of_the_app_needs_a_package_for_training_when_it_is_imported() -> None:
    modules = [path for path in (PROJECT / "app").rglob("*.py") if not path.is_relative_to(DRAWING)]
    found = {str(path): packages_behind(path) & TRAINING_ONLY for path in modules}
    assert {path: packages for path, packages in found.items() if packages} == {}


def test_the_walk_reaches_what_training_imports() -> None:
    """Else the test above could not fail."""
    assert "scipy" in packages_behind(PROJECT / "training" / "metrics" / "paired_test.py")
