"""Find the faces of an evaluation's pictures on a Dask cluster."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from distributed import KilledWorker

from model.messages.message import english_only
from model.vision.face import FaceFinder
from model.vision.mtcnn import MtcnnFinder
from training.cluster.connection import wait_for
from training.data.crop_cache import (
    STAGE,
    CropSet,
    ExtractCrops,
    concatenate_crops,
    extract_crops,
    faceless_words,
)
from training.data.face_positions import FacePosition, FacePositions
from training.jobs.progress import (
    JobCancelled,
    JobError,
    Progress,
    ReportProgress,
    ShouldStop,
    ignore_progress,
    never_stop,
)

if TYPE_CHECKING:
    from distributed import Client, Future

CHUNK = 32
"""Pictures in a task: about a second of work, and a megabyte of crops to return."""

_local = threading.local()


Found: TypeAlias = tuple[CropSet, Mapping[Path, FacePosition]]
"""The crops of a chunk, and the position of the face in each of its pictures."""


def cluster_extraction(client: "Client", min_face_size: float, positions: FacePositions) -> ExtractCrops:
    """A function as ``extract_crops`` whose work is done by the workers, with finders of ``min_face_size``.
    It returns the same crops in the same order, and raises ClusterError, too. ``positions`` gets those of a
    chunk once it is back, so that the work of a client that is stopped or killed is not repeated."""

    def extract(
        named: Sequence[tuple[str, Path]], _: FaceFinder, report: ReportProgress, should_stop: ShouldStop
    ) -> CropSet:
        chunks = [list(named[start : start + CHUNK]) for start in range(0, len(named), CHUNK)]
        known = [_known(chunk, positions) for chunk in chunks]
        tasks = client.map(extract_on_worker, chunks, known, min_face_size=min_face_size, pure=False)
        found: list[CropSet] = []
        for chunk, task in zip(chunks, tasks, strict=True):
            if should_stop():
                client.cancel(tasks)
                raise JobCancelled(f"Stopped after {CHUNK * len(found)} of {len(named)} pictures.")
            found.append(_fetch(chunk, task, client, positions))
            faceless = sum(len(one.faceless) for one in found)
            done = min(CHUNK * len(found), len(named))
            report(Progress(STAGE, done, len(named), faceless_words(faceless)))
        return concatenate_crops(found)

    return extract


def extract_on_worker(
    named: Sequence[tuple[str, Path]], known: Mapping[Path, FacePosition], min_face_size: float
) -> Found:
    """Runs on a worker. Each of its threads has its own finder."""
    if getattr(_local, "min_face_size", None) != min_face_size:
        _local.finder, _local.min_face_size = MtcnnFinder(min_face_size=min_face_size), min_face_size
    positions = dict(known)
    return extract_crops(named, _local.finder, ignore_progress, never_stop, positions), positions


def _known(chunk: Sequence[tuple[str, Path]], positions: FacePositions) -> dict[Path, FacePosition]:
    found = {path: positions.get(path) for _, path in chunk}
    return {path: position for path, position in found.items() if position}


def _fetch(
    chunk: Sequence[tuple[str, Path]], task: "Future", client: "Client", positions: FacePositions
) -> CropSet:
    """The crops of ``chunk``, whose positions are kept. Raises as ``extract_crops``, and ClusterError."""
    try:
        result: Found = wait_for(task, client)
    except KilledWorker as error:
        between = f"between {chunk[0][1]} and {chunk[-1][1]}"
        raise JobError(
            english_only(f"A picture {between} kills the workers of the cluster. Remove it.")
        ) from error
    task.release()
    crops, found = result
    for path, position in found.items():
        positions[path] = position
    return crops
