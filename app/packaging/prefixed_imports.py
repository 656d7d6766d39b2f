"""Rewrite the imports of app, model and training, so that the packages can live inside another one."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.packaging.shipped_files import PACKAGES

KIVY_IMPORT = re.compile(rf"^(\s*#:import \S+ )(?=(?:{'|'.join(PACKAGES)})\.)", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Insertion:
    """``prefix`` goes into ``line`` (from 1) before ``column`` (in bytes, from 0)."""

    line: int
    column: int


def prefix_python(source: bytes, prefix: str, modules: frozenset[str]) -> bytes:
    """``source`` with ``prefix`` before every module of ours that it imports, or names in a string: such a
    string is passed to ``import_module``, or to ``python -m``."""
    lines = source.splitlines(keepends=True)
    for place in sorted(_insertions(source, modules), reverse=True):
        line = lines[place.line - 1]
        lines[place.line - 1] = line[: place.column] + prefix.encode() + line[place.column :]
    return b"".join(lines)


def prefix_kivy(layout: str, prefix: str) -> str:
    """A .kv file whose ``#:import`` lines name our modules below ``prefix``."""
    return KIVY_IMPORT.sub(rf"\g<1>{prefix}", layout)


def _insertions(source: bytes, modules: frozenset[str]) -> Iterator[Insertion]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str() as name, level=0) if _is_ours(name):
                yield Insertion(node.lineno, node.col_offset + len("from "))
            case ast.Import(names=names):
                yield from (Insertion(one.lineno, one.col_offset) for one in names if _is_ours(one.name))
            case ast.Constant(value=str() as text) if "." in text and text in modules:
                yield Insertion(node.lineno, node.col_offset + 1)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in PACKAGES
