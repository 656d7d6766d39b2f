"""A process in which only the packages of requirements-live.txt, and what these take, can be imported."""

import importlib.metadata as metadata
import re
import sys
from importlib.machinery import PathFinder

from packaging.requirements import Requirement as Taken

from app.system.requirements import LIVE, SUBSTITUTES, requirements


def live_packages() -> set[str]:
    """The requirements of the live app, what stands in for them, and everything that these take."""
    found: set[str] = set()
    asked = [requirement.package for requirement in requirements(LIVE)]
    while asked:
        name = _plain(asked.pop())
        if name not in found:
            found.add(name)
            asked += [*_taken_by(name), *SUBSTITUTES.get(name, ())]
    return found


def beyond_live() -> set[str]:
    """The modules that other packages bring. What the tests themselves are run by stays."""
    live = {*live_packages(), "pip", "setuptools"}
    owners = metadata.packages_distributions()
    return {module for module, names in owners.items() if live.isdisjoint(map(_plain, names))}


class _LiveFinder(PathFinder):
    """Finds what Python would find, but none of ``refused``: as if it were not installed."""

    refused: frozenset[str] = frozenset()

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in cls.refused else super().find_spec(name, path, target)


def live_only() -> frozenset[str]:
    """From now on nothing beyond the live app can be imported; what is refused."""
    _LiveFinder.refused = frozenset(beyond_live())
    sys.meta_path[:] = [_LiveFinder if finder is PathFinder else finder for finder in sys.meta_path]
    for name in [name for name in sys.modules if name.partition(".")[0] in _LiveFinder.refused]:
        del sys.modules[name]
    return _LiveFinder.refused


def _taken_by(name: str) -> list[str]:
    try:
        taken = [Taken(line) for line in metadata.requires(name) or ()]
    except metadata.PackageNotFoundError:
        return []
    return [one.name for one in taken if one.marker is None or one.marker.evaluate({"extra": ""})]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
