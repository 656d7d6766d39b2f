"""Embed faces on the workers of a Dask cluster."""

import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from distributed import KilledWorker, WorkerPlugin, get_worker

from app.scoring.face_embedding import FaceFailure, FaceResult, embed_face
from app.scoring.pair_scorer import ROWS_AHEAD
from app.system.opencv_threads import limit_opencv_threads
from model.api import Sameface
from model.messages.message import english_only
from model.runtime.bundle import BUNDLE_FILES, CARD, file_digest
from training.cluster.connection import ClusterError, wait_for

if TYPE_CHECKING:
    from distributed import Client

TASKS_PER_THREAD = 4
"""Enough waiting tasks to keep each thread busy while results travel."""
BATCH_SIZE = 8
"""Pictures in a task, which costs Dask milliseconds. A large cluster gets fewer, so that all are at work."""


class FacePlugin(WorkerPlugin):
    """Sends a model bundle to every worker, including those that join later. Each thread there has its own
    networks, like each worker process on a single machine."""

    def __init__(self, name: str, files: Mapping[str, bytes]) -> None:
        self.name = name
        self._files = dict(files)

    def setup(self, worker: Any) -> None:
        limit_opencv_threads()
        self._local = threading.local()
        self._folder = tempfile.TemporaryDirectory(prefix="sameface-bundle-")
        for name, content in self._files.items():
            Path(self._folder.name, name).write_bytes(content)

    def teardown(self, worker: Any) -> None:
        self._folder.cleanup()

    def sameface(self) -> Sameface:
        if not hasattr(self._local, "sameface"):
            self._local.sameface = Sameface(Path(self._folder.name), threads=1)
        sameface: Sameface = self._local.sameface
        return sameface

    def __reduce__(self) -> tuple[type["FacePlugin"], tuple[str, dict[str, bytes]]]:
        """The networks of a worker are not sent elsewhere."""
        return FacePlugin, (self.name, self._files)


class ClusterWorker:
    """One task at a time on any worker of the cluster. A picture that kills its workers is a failed one."""

    def __init__(self, client: "Client", plugin: str, batch_size: int) -> None:
        self._client = client
        self._plugin = plugin
        self.batch_size = batch_size

    def embed_faces(self, paths: Sequence[Path]) -> list[FaceResult]:
        """For each picture as ``app.scoring.face_embedding.embed_face``. Raises ClusterError."""
        task = self._client.submit(embed_on_worker, list(map(str, paths)), self._plugin, pure=False)
        try:
            results: list[FaceResult] = wait_for(task, self._client)
        except KilledWorker:
            return self._embed_one_by_one(paths)
        for path, result in zip(paths, results, strict=True):
            _require_mounted(path, result)
        return results

    def _embed_one_by_one(self, paths: Sequence[Path]) -> list[FaceResult]:
        """One of ``paths`` kills the workers."""
        if len(paths) == 1:
            return [FaceFailure.FAILED]
        return [result for path in paths for result in self.embed_faces([path])]


def cluster_workers(client: "Client", bundle: Path) -> list[ClusterWorker]:
    """Send the model in the folder ``bundle`` to the cluster. Returns enough workers to keep it busy."""
    files = {name: (bundle / name).read_bytes() for name in (CARD, *BUNDLE_FILES)}
    plugin = FacePlugin(f"sameface-{file_digest(files[CARD]).sha256}", files)
    client.register_plugin(plugin)
    count = TASKS_PER_THREAD * sum(client.nthreads().values())
    batch_size = max(1, min(BATCH_SIZE, 2 * ROWS_AHEAD // count))
    return [ClusterWorker(client, plugin.name, batch_size)] * count


def embed_on_worker(paths: Sequence[str], plugin: str) -> list[FaceResult]:
    """Runs on a worker."""
    sameface = get_worker().plugins[plugin].sameface()
    return [embed_face(Path(path), sameface) for path in paths]


def _require_mounted(path: Path, result: FaceResult) -> None:
    if result is FaceFailure.NO_FILE and path.is_file():
        advice = "Mount its folder under the same path on every machine."
        raise ClusterError(english_only(f"A worker of the cluster cannot read {path}. {advice}"))
