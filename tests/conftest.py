"""Properties run on 25 fixed examples. ``--hypothesis-profile=long`` draws 1,000 random ones."""

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import model  # noqa: F401 - bounds what OpenCV decodes, before a test imports OpenCV
from app.storage.outside_copy import STATE_VARIABLE

for threads in ("OMP_NUM_THREADS", "OPENCV_FOR_THREADS_NUM", "TF_NUM_INTRAOP_THREADS"):
    # The tests share the cores: more threads in each of their processes cost more than they bring.
    os.environ.setdefault(threads, "1")

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


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more process than cores for all tests: while a window waits for its camera, another test computes.
    The quick tests do not wait, and each process collects all tests first."""
    cores = os.cpu_count() or 1
    return cores if config.option.markexpr else cores + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each process begins with slow files, so that at the end, when one takes tests from another, all tests
    left are quick."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    slowest_first = sorted(files.values(), key=_slow_tests, reverse=True)
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    for_each_process = (slowest_first[number::processes] for number in range(processes))
    items[:] = [item for shared in for_each_process for file in shared for item in file]


def _slow_tests(tests: list[pytest.Item]) -> int:
    return sum(any(test.iter_markers("slow")) or any(test.iter_markers("gui")) for test in tests)


@pytest.fixture(scope="session", autouse=True)
def private_state() -> Iterator[None]:
    """No test reads or writes the user's state folder or keyring, nor does a program that it starts."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, STATE_VARIABLE, folder)
        patch.setitem(os.environ, "PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


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
