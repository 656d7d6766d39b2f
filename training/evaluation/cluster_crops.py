"""Find the faces of an evaluation's pictures on a Dask cluster."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from model.vision.face import FaceFinder
from model.vision.mtcnn import MtcnnFinder
from training.cluster.connection import wait_for
from training.data.crop_cache import STAGE, CropSet, ExtractCrops, concatenate_crops, extract_crops
from training.jobs.progress import (
    JobCancelled,
    Progress,
    ReportProgress,
    ShouldStop,
    ignore_progress,
    never_stop,
)

if TYPE_CHECKING:
    from distributed import Client

CHUNK = 32
"""Pictures in a task: about a second of work, and a megabyte of crops to return."""

_local = threading.local()


def cluster_extraction(client: "Client", min_face_size: float) -> ExtractCrops:
    """A function as ``extract_crops`` whose work is done by the workers, with finders of ``min_face_size``.
    It returns the same crops in the same order, and raises ClusterError, too."""

    def extract(
        named: Sequence[tuple[str, Path]], _: FaceFinder, report: ReportProgress, should_stop: ShouldStop
    ) -> CropSet:
        chunks = [list(named[start : start + CHUNK]) for start in range(0, len(named), CHUNK)]
        tasks = client.map(extract_on_worker, chunks, min_face_size=min_face_size, pure=False)
        found: list[CropSet] = []
        for task in tasks:
            if should_stop():
                client.cancel(tasks)
                raise JobCancelled(f"Stopped after {CHUNK * len(found)} of {len(named)} pictures.")
            found.append(wait_for(task, client))
            faceless = sum(len(one.faceless) for one in found)
            done = min(CHUNK * len(found), len(named))
            report(Progress(STAGE, done, len(named), f"{faceless} without a face"))
        return concatenate_crops(found)

    return extract


def extract_on_worker(named: Sequence[tuple[str, Path]], min_face_size: float) -> CropSet:
    """Runs on a worker. Each of its threads has its own finder."""
    if getattr(_local, "min_face_size", None) != min_face_size:
        _local.finder, _local.min_face_size = MtcnnFinder(min_face_size=min_face_size), min_face_size
    return extract_crops(named, _local.finder, ignore_progress, never_stop)
