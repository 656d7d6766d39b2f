"""The datasets of one person's model: for training, calibration and evaluation."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.storage.people_folder import list_people
from training.camera_style.style import CameraStyle, apply_style, apply_style_to_all, measure_style
from training.data.personal_crops import MIN_CROPS, read_personal_crops
from training.data.samples import USER, Samples, build_samples, part_of
from training.jobs.progress import JobError, ReportProgress, ShouldStop
from training.lfw.crops import CALIBRATE, SHARES, TRAIN, cached_lfw_crops, sample_images, to_samples
from training.lfw.folder import LfwFolder
from training.personalization.options import Depth, RetrainOptions

MAX_TRAINING_CROPS = {Depth.QUICK: 160, Depth.DEEP: 10_000}
"""Of one person, evenly spaced in time, and of unknown people: a head gains little from more."""

LFW_TRAINING_IMAGES = {Depth.QUICK: 320, Depth.DEEP: 1500}
LFW_CALIBRATION_IMAGES, LFW_EVALUATION_IMAGES = 900, 800
"""All people for calibration: among fewer, not 10,000 pairs look alike, as the strict level needs."""

TWIN_SHARE = 1 / 5
"""The share of the strangers for calibration and evaluation who appear a second time, as camera twins: in
the style of the user's camera."""

MAX_STYLE_CROPS = 100
"""Crops from which the style of the user's camera is measured."""

MAX_REFERENCES = 125
"""Crops of the user that are compared with strangers for calibration."""


@dataclass(frozen=True, eq=False, slots=True)
class PersonalDatasets:
    """Only the user is in more than one of training, calibration and evaluation.

    ``references`` are crops of the user from training, without a style applied. The twins are strangers of
    ``calibration`` and ``evaluation`` in the style of the user's camera.
    """

    training: Samples
    references: NDArray[np.uint8]
    calibration: Samples
    calibration_twins: Samples
    evaluation: Samples
    evaluation_twins: Samples

    @property
    def strangers(self) -> Iterator[NDArray[np.uint8]]:
        """Every crop that is the same for all users, (100, 100, 3)."""
        yield from self.calibration.crops
        yield from (self.evaluation.crops[row] for row in np.flatnonzero(self.evaluation.people > USER))


def build_datasets(
    options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop
) -> PersonalDatasets:
    """Raises JobError (too few crops, say), LfwError, JobCancelled."""
    training, held_out = read_personal_crops(options.people_folder / options.person)
    total = len(training.of_person) + len(held_out.of_person)
    if total < MIN_CROPS:
        raise JobError(
            Message(
                "Training needs at least {least} anchors and positives, preferably 100. Collect more of "
                "{person}. Received: {total}",
                least=MIN_CROPS,
                person=options.person,
                total=total,
            )
        )
    strangers, calibration, evaluation = _lfw_samples(options, report, should_stop)
    style = measure_style(_evenly_spaced(training.of_person, MAX_STYLE_CROPS))
    most = MAX_TRAINING_CROPS[options.depth]
    user, others = _evenly_spaced(training.of_person, most), _evenly_spaced(training.of_others, most)
    references = _evenly_spaced(user, MAX_REFERENCES)
    if options.camera_twins:
        user, strangers = (
            _style_every_other(user, style, options.seed),
            apply_style_to_all(strangers, style, options.seed),
        )
    return PersonalDatasets(
        training=build_samples(
            [(options.person, user), *_other_people(options), *strangers.by_name()], others
        ),
        references=references,
        calibration=calibration,
        calibration_twins=_twins(calibration, style, options.seed),
        evaluation=build_samples(
            [(options.person, held_out.of_person), *evaluation.by_name()], held_out.of_others
        ),
        evaluation_twins=_twins(evaluation, style, options.seed),
    )


def _lfw_samples(options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop) -> list[Samples]:
    """LFW people for training, calibration and evaluation: always the same images."""
    lfw = LfwFolder(options.lfw_folder)
    parts: tuple[list[str], ...] = ([], [])
    for name in lfw.dev_train_people():
        parts[part_of(name, SHARES)].append(name)
    return [
        to_samples(
            cached_lfw_crops(
                lfw, sample_images(lfw, people, count), options.work / "lfw", report, should_stop
            )
        )
        for people, count in (
            (parts[TRAIN], LFW_TRAINING_IMAGES[options.depth]),
            (parts[CALIBRATE], LFW_CALIBRATION_IMAGES),
            (lfw.dev_test_people(), LFW_EVALUATION_IMAGES),
        )
    ]


def _style_every_other(crops: NDArray[np.uint8], style: CameraStyle, seed: int) -> NDArray[np.uint8]:
    """A copy with the style applied to every other crop, from the second on, so that traces of the transfer
    do not distinguish the user from strangers, either."""
    changed = crops.copy()
    changed[1::2] = [
        apply_style(crop, style, np.random.default_rng([seed, k])) for k, crop in enumerate(crops[1::2])
    ]
    return changed


def _evenly_spaced(crops: NDArray[np.uint8], most: int) -> NDArray[np.uint8]:
    """At most ``most`` crops, evenly spaced in time."""
    return crops[:: max(1, -(-len(crops) // most))]


def _twins(samples: Samples, style: CameraStyle, seed: int) -> Samples:
    """All crops of TWIN_SHARE of the people, with the style applied."""
    people = samples.present[:: round(1 / TWIN_SHARE)]
    return apply_style_to_all(samples.subset(np.isin(samples.people, people)), style, seed)


def _other_people(options: RetrainOptions) -> list[tuple[str, NDArray[np.uint8]]]:
    """The training crops of the other people in the people folder."""
    names = [name for name in list_people(options.people_folder) if name != options.person]
    most = MAX_TRAINING_CROPS[options.depth]
    crops = [read_personal_crops(options.people_folder / name)[0].of_person for name in names]
    return [(name, _evenly_spaced(each, most)) for name, each in zip(names, crops, strict=True) if len(each)]
