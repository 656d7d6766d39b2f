"""The app runs without the packages for training, unless it trains or draws."""

import ast
from collections.abc import Iterable, Iterator
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


@cache
def files_of(module: str) -> tuple[Path, ...]:
    """Those of the project that importing ``module`` runs: its own, and those of the packages around it."""
    path = PROJECT.joinpath(*module.split("."))
    around = (folder / "__init__.py" for folder in (path, *path.parents) if folder.is_relative_to(PROJECT))
    return tuple(file for file in (path.with_suffix(".py"), *around) if file.is_file())


def importers(starts: Iterable[Path]) -> dict[str, set[str]]:
    """The modules that are imported with ``starts``, at any depth, and the packages for training that each of
    them imports."""
    waiting = list(starts)
    seen, found = set(waiting), {}
    while waiting:
        path = waiting.pop()
        modules = imported_at_once(path)
        found[path.relative_to(PROJECT).as_posix()] = {
            name.partition(".")[0] for name in modules
        } & TRAINING_ONLY
        new = {file for module in modules for file in files_of(module)} - seen
        seen |= new
        waiting += new
    return {path: packages for path, packages in found.items() if packages}


def test_no_module_of_the_app_needs_a_package_for_training_when_it_is_imported() -> None:
    modules = [path for path in (PROJECT / "app").rglob("*.py") if not path.is_relative_to(DRAWING)]
    assert importers(modules) == {}


def test_the_walk_reaches_what_training_imports() -> None:
    """Else the test above could not fail."""
    paired_test = PROJECT / "training" / "metrics" / "paired_test.py"
    assert importers([paired_test]) == {"training/metrics/bootstrap.py": {"scipy"}}
