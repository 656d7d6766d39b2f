"""How many examples a property is tried on: some in the suite, always the same; ``--hypothesis-profile=long``
draws others, and many."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

import model  # noqa: F401 - bounds what OpenCV decodes, before a test imports OpenCV

ANY_PACE = list(HealthCheck)
"""The machine may be busy, and pictures are large."""

settings.register_profile(
    "suite", max_examples=25, derandomize=True, database=None, deadline=None, suppress_health_check=ANY_PACE
)
settings.register_profile(
    "long", max_examples=1000, deadline=None, suppress_health_check=ANY_PACE, print_blob=True
)
settings.load_profile("suite")


@pytest.fixture
def root_as_before() -> Iterator[None]:
    """Whatever logs are opened are closed in the end."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
