"""Skip what takes long."""

import os

import pytest

VARIABLE = "SAMEFACE_PACKAGING_TESTS"
minutes_long = pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"Builds or installs for long. Set {VARIABLE}=1 to run it."
)
