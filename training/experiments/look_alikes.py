"""Group the people in LFW who look alike to SFace: ``python -m training.experiments.look_alikes``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.similarity_head import Embeddings
from model.storage.atomic_file import write_atomically
from training.data.crop_cache import CropSet
from training.distillation.data.views import VIEW_SIZE
from training.distillation.teachers.sface import NETWORK_FILE, SHA256, load_sface
from training.distillation.teachers.teacher import BATCH_SIZE, Teacher
from training.jobs.arguments import path, positive_number
from training.jobs.cli_job import run_in_terminal
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop
from training.lfw.crops import cached_lfw_crops, label_by_person
from training.lfw.folder import LfwFolder
from training.lfw.look_alikes import FILE, encode_groups

GROUPS = 32
"""About 50 of View 1's dev-test people and 20 of the people who choose thresholds share a group."""

RESTARTS = 10
"""k-means starts this often, and the best result counts."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.experiments.look_alikes", description=__doc__)
    parser.add_argument("--sface", type=path, required=True, help=f"{NETWORK_FILE}, or a wheel with it")
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="cache folder for crops")
    parser.add_argument("--groups", type=positive_number, default=GROUPS, help="number of groups")
    parser.add_argument("--out", type=path, default=FILE, help="the file to write")
    options = parser.parse_args()

    def group(report: ReportProgress, should_stop: ShouldStop) -> str:
        teacher, lfw = load_sface(options.sface), LfwFolder(options.lfw)
        # The parts that distillation caches, too.
        parts = [
            cached_lfw_crops(lfw, _images(lfw, people), options.work, report, should_stop)
            for people in (lfw.dev_train_people(), lfw.dev_test_people())
        ]
        means: list[Embeddings] = []
        names: list[str] = []
        for part in parts:
            people, labels = label_by_person(part.images)
            means.append(mean_embeddings(_embed(teacher, part, report, should_stop), labels))
            names += people
        groups = group_people(np.concatenate(means), options.groups)
        content = encode_groups(dict(zip(names, groups.tolist(), strict=True)), describe(options.groups))
        write_atomically(options.out, content)
        return f"{len(names):,} people in {options.groups} groups: {options.out}"

    return run_in_terminal(group)


def describe(groups: int) -> str:
    """How the groups are made, for the file."""
    return (
        f"People of LFW in {groups} groups that look alike: k-means (scikit-learn, best of {RESTARTS}\n"
        "starts, random_state 0) over the mean embedding of each person's pictures, scaled to length 1.\n"
        f"Network: SFace, {NETWORK_FILE}, OpenCV Zoo, Apache-2.0, SHA-256\n"
        f"{SHA256}.\n"
        f"Crops: Sameface's own, scaled to {VIEW_SIZE}x{VIEW_SIZE}.\n"
        "Command: python -m training.experiments.look_alikes"
    )


def mean_embeddings(embeddings: Embeddings, people: NDArray[np.int64]) -> Embeddings:
    """(people, dimensions), of length 1; ``people`` (n,) are numbered from 0."""
    sums = np.zeros((people.max() + 1, embeddings.shape[1]), np.float32)
    np.add.at(sums, people, embeddings)
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float32)


def group_people(means: Embeddings, groups: int) -> NDArray[np.int64]:
    """(people,): the group of each row of ``means``, from 0."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(groups, n_init=RESTARTS, random_state=0).fit_predict(means), np.int64)


def _embed(teacher: Teacher, part: CropSet, report: ReportProgress, should_stop: ShouldStop) -> Embeddings:
    rows = []
    for start in range(0, len(part.crops), BATCH_SIZE):
        if should_stop():
            raise JobCancelled(f"Stopped after {start} of {len(part.crops)} crops.")
        report(Progress(Message("embedding"), start, len(part.crops)))
        rows.append(teacher(_views(part.crops[start : start + BATCH_SIZE])))
    return np.concatenate(rows)


def _views(crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    size = (VIEW_SIZE, VIEW_SIZE)
    return np.stack([cv2.resize(crop, size, interpolation=cv2.INTER_LINEAR) for crop in crops])


def _images(lfw: LfwFolder, people: Sequence[str]) -> list[Path]:
    return [image for person in people for image in lfw.images_of(person)]


if __name__ == "__main__":
    sys.exit(main())
