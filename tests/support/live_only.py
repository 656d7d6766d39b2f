"""Restrict imports to the packages of requirements-live.txt and their dependencies."""

import importlib.metadata as metadata
import re
import sys
from importlib.machinery import PathFinder

from packaging.requirements import Requirement

from app.system.requirements import LIVE, SUBSTITUTES, requirements


def live_packages() -> set[str]:
    """The requirements of the live app, their substitutes, and all dependencies."""
    found: set[str] = set()
    pending = [requirement.package for requirement in requirements(LIVE)]
    while pending:
        name = _normalise(pending.pop())
        if name not in found:
            found.add(name)
            pending += [*_dependencies(name), *SUBSTITUTES.get(name, ())]
    return found


def modules_beyond_live() -> set[str]:
    """The modules of all other packages, except pip and setuptools."""
    live = {*live_packages(), "pip", "setuptools"}
    owners = metadata.packages_distributions()
    return {module for module, names in owners.items() if live.isdisjoint(map(_normalise, names))}


class _LiveFinder(PathFinder):
    """Python's finder without the modules ``refused``, as if they were not installed."""

    refused: frozenset[str] = frozenset()

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in cls.refused else super().find_spec(name, path, target)


def live_only() -> frozenset[str]:
    """Refuse imports beyond the live app from now on. Returns the refused modules."""
    _LiveFinder.refused = frozenset(modules_beyond_live())
    sys.meta_path[:] = [_LiveFinder if finder is PathFinder else finder for finder in sys.meta_path]
    for name in [name for name in sys.modules if name.partition(".")[0] in _LiveFinder.refused]:
        del sys.modules[name]
    return _LiveFinder.refused


def _dependencies(name: str) -> list[str]:
    try:
        dependencies = [Requirement(line) for line in metadata.requires(name) or ()]
    except metadata.PackageNotFoundError:
        return []
    return [one.name for one in dependencies if one.marker is None or one.marker.evaluate({"extra": ""})]


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
