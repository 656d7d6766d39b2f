"""Skips tests of packages that only ``requirements-recipe.txt`` installs, without importing the packages."""

from importlib.util import find_spec

import pytest

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None, reason="distilling needs PyTorch: see requirements-recipe.txt"
)
