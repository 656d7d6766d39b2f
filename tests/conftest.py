"""Properties run on 25 fixed examples. ``--hypothesis-profile=long`` draws 1,000 random ones."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

import model  # noqa: F401 - bounds what OpenCV decodes, before a test imports OpenCV

NO_HEALTH_CHECKS = list(HealthCheck)
"""A busy machine and large images would fail them."""

settings.register_profile(
    "suite",
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=NO_HEALTH_CHECKS,
)
settings.register_profile(
    "long", max_examples=1000, deadline=None, suppress_health_check=NO_HEALTH_CHECKS, print_blob=True
)
settings.load_profile("suite")


@pytest.fixture
def restored_root_logger() -> Iterator[None]:
    """Close the log handlers that a test adds to the root logger."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
