"""Connect to a Dask cluster, and wait for its results with a time limit."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from model.installation.commands import install_command
from model.installation.version import VERSION
from model.messages.message import english_only
from training.jobs.progress import JobError

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_TIMEOUT_S = 10.0
NO_WORKER_TIMEOUT_S = 30.0
"""A cluster may restart its workers; without any for this long, the work stops."""
POLL_S = 1.0
FETCH_TIMEOUT_S = 10.0


class ClusterError(JobError):
    """The cluster cannot be reached, has no workers, or its workers do not fit. Finished work is kept."""


@contextmanager
def cluster_client(address: str) -> Iterator["Client"]:
    """A client of the scheduler at ``address``, such as tcp://10.0.0.1:8786, whose workers have the same
    Sameface. Raises ClusterError."""
    try:
        from distributed import Client
        from distributed.comm import get_address_host
    except ImportError as error:
        raise ClusterError(
            english_only(f"--cluster needs Dask. Run: {install_command('cluster')}")
        ) from error
    try:
        # A client for an address that Dask cannot read takes 20 s to close, and then prints a traceback.
        get_address_host(address)
        client = Client(address, timeout=CONNECT_TIMEOUT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        advice = "Start `dask scheduler` there, and name its address as it prints it: tcp://HOST:8786."
        raise ClusterError(english_only(f"No Dask scheduler answers at {address}. {advice}")) from error
    with client:
        require_workers(client)
        yield client


def require_workers(client: "Client") -> None:
    """Raises ClusterError without workers, or when one has another version of Sameface, or none."""
    if not client.nthreads():
        raise ClusterError(
            english_only(f"The cluster {client.scheduler.address} has no workers. {_start_workers(client)}")
        )
    for worker, version in client.run(worker_version, on_error="return").items():
        if version != VERSION:
            received = f"Received: {version!r} from {worker}"
            raise ClusterError(
                english_only(f"Every worker needs Sameface {VERSION}, installed as here. {received}")
            )


def worker_version() -> str:
    """Runs on a worker: returns its version of Sameface."""
    return VERSION


def wait_for(future: "Future", client: "Client") -> Any:
    """The result of ``future``, which Dask moves to another worker if its own dies. Raises the exception of
    the task, and ClusterError if the cluster is gone or has no workers."""
    done = threading.Event()
    future.add_done_callback(lambda _: done.set())
    deadline = time.monotonic() + NO_WORKER_TIMEOUT_S
    while True:
        # A result may be lost with its worker: it is then computed again.
        if done.wait(POLL_S) and (result := _fetch(future)) is not None:
            return result
        if client.nthreads():
            deadline = time.monotonic() + NO_WORKER_TIMEOUT_S
        elif time.monotonic() > deadline:
            reason = f"The cluster has had no workers for {NO_WORKER_TIMEOUT_S:.0f} s."
            raise ClusterError(english_only(f"{reason} {_start_workers(client)}"))


def _fetch(future: "Future") -> Any:
    """The result of ``future``, which is never None; None after a while without it."""
    try:
        return future.result(timeout=FETCH_TIMEOUT_S)
    except TimeoutError:
        return None
    except CancelledError as error:
        raise ClusterError(
            english_only("The cluster can no longer be reached. Run the same command again to continue.")
        ) from error


def _start_workers(client: "Client") -> str:
    return f"Start some: python -m dask worker {client.scheduler.address} --nthreads 1 --nworkers -1"
