"""Waiting for a cluster ends, whatever happens to it. Dask is replaced by fakes here."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from types import SimpleNamespace

import pytest

from training.cluster import connection
from training.cluster.connection import ClusterError, require_workers, wait_for


class FakeClient:
    """A cluster with ``workers``, by address, of which each has a version of Sameface."""

    scheduler = SimpleNamespace(address="tcp://there:8786")

    def __init__(self, workers: dict[str, object]) -> None:
        self.workers = workers

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.workers, 1)

    def run(self, function, on_error: str) -> dict[str, object]:
        return self.workers


class FakeFuture:
    """A task that has ended, unless it is ``pending``. Its ``outcomes`` follow one another: a value, or an
    exception to raise."""

    def __init__(self, *outcomes: object, pending: bool = False) -> None:
        self._outcomes = list(outcomes)
        self._pending = pending

    def add_done_callback(self, call: Callable[[object], None]) -> None:
        if not self._pending:
            call(self)

    def result(self, timeout: float) -> object:
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


WORKERS = {"tcp://one:1": connection.VERSION}


@pytest.fixture(autouse=True)
def short_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "POLL_S", 0.001)


def test_a_result_that_is_lost_is_awaited_again_while_there_are_workers() -> None:
    assert wait_for(FakeFuture(TimeoutError(), TimeoutError(), "done"), FakeClient(WORKERS)) == "done"


def test_without_workers_the_waiting_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "NO_WORKER_TIMEOUT_S", 0.0)
    with pytest.raises(ClusterError, match="no workers"):
        wait_for(FakeFuture(None, pending=True), FakeClient({}))
    with pytest.raises(ClusterError, match="no workers"):
        wait_for(FakeFuture(TimeoutError()), FakeClient({}))


def test_a_cluster_that_has_gone_is_an_error() -> None:
    with pytest.raises(ClusterError, match="can no longer be reached"):
        wait_for(FakeFuture(CancelledError()), FakeClient(WORKERS))


@pytest.mark.parametrize("version", ["0.9", ImportError("No module named 'sameface'")])
def test_a_worker_with_another_sameface_is_refused(version: object) -> None:
    with pytest.raises(ClusterError, match="Every worker needs Sameface"):
        require_workers(FakeClient({**WORKERS, "tcp://two:2": version}))


def test_a_cluster_needs_workers() -> None:
    with pytest.raises(ClusterError, match="dask worker tcp://there:8786"):
        require_workers(FakeClient({}))
    require_workers(FakeClient(WORKERS))
