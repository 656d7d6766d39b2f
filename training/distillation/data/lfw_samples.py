"""Labelled crops of LFW: those that fit the head and choose the thresholds."""

from pathlib import Path

from training.data.samples import Samples, split_by_person
from training.jobs.progress import ReportProgress, ShouldStop
from training.lfw.crops import SHARES, cached_lfw_crops, to_samples
from training.lfw.folder import LfwFolder


def dev_train_samples(
    lfw: LfwFolder, work: Path, report: ReportProgress, should_stop: ShouldStop
) -> list[Samples]:
    """View 1's dev-train people, split into TRAIN and CALIBRATE."""
    images = [image for person in lfw.dev_train_people() for image in lfw.images_of(person)]
    return split_by_person(to_samples(cached_lfw_crops(lfw, images, work, report, should_stop)), SHARES)
