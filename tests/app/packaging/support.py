"""Load the scripts of packaging/, which is a folder and not a package; skip what takes long."""

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from app.storage.paths import PROJECT

FOLDER = PROJECT / "packaging"

VARIABLE = "SAMEFACE_PACKAGING_TESTS"
minutes_long = pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"Builds or installs for long. Set {VARIABLE}=1 to run it."
)


def load_script(name: str) -> ModuleType:
    spec = spec_from_file_location(f"packaging_script_{name}", FOLDER / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
