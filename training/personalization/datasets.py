"""Whom a person's model learns from, chooses its threshold on and is judged by."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.camera_style.style import CameraStyle, apply_style, apply_style_to_all, measure_style
from training.data.lfw import LfwFolder
from training.data.lfw_crops import CALIBRATE, SHARES, TRAIN, cached_lfw_crops, sample_images, to_samples
from training.data.personal_crops import MIN_CROPS, read_personal_crops
from training.data.samples import USER, Samples, build_samples, part_of
from training.jobs.progress import JobError, ReportProgress, ShouldStop
from training.personalization.options import Depth, RetrainOptions

MOST_LEARNED = {Depth.QUICK: 160, Depth.DEEP: 10_000}
"""Crops of one person, evenly over time, and of nobody in particular: more say hardly more of few weights."""

LFW_LEARNED = {Depth.QUICK: 320, Depth.DEEP: 1500}
LFW_CALIBRATING, LFW_JUDGING = 800, 800
"""Pictures of LFW for each purpose."""

TWIN_SHARE = 1 / 5
"""Of those who choose the threshold and of those who judge: so many come a second time, dressed in the look
of the user's camera."""

MOST_MEASURED = 100
"""Crops that say what the look of a camera is."""

MOST_REFERENCES = 125
"""So many of the person's crops are held against strangers to choose the threshold."""


@dataclass(frozen=True, eq=False, slots=True)
class Material:
    """For learning, for choosing thresholds and for judging; nobody but the user is in two of them.

    ``references`` are crops of the user that were learned from. The twins are strangers of ``calibrating``
    and ``judging`` dressed in the look of the user's camera.
    """

    learned: Samples
    references: NDArray[np.uint8]
    calibrating: Samples
    calibrating_twins: Samples
    judging: Samples
    judging_twins: Samples

    @property
    def strangers(self) -> Iterator[NDArray[np.uint8]]:
        """Each crop that is the same for every user, (100, 100, 3)."""
        yield from self.calibrating.crops
        yield from (self.judging.crops[row] for row in np.flatnonzero(self.judging.people > USER))


def gather_material(options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop) -> Material:
    """Raises JobError (too few crops, say), LfwError, JobCancelled."""
    learned, held_back = read_personal_crops(options.people_folder / options.person)
    total = len(learned.showing) + len(held_back.showing)
    if total < MIN_CROPS:
        raise JobError(
            f"Learning a face takes at least {MIN_CROPS} anchors and positives, better 100. "
            f"Collect more of {options.person}. Received: {total}"
        )
    strangers, calibrating, judging = _strangers(options, report, should_stop)
    look = measure_style(_spaced(learned.showing, MOST_MEASURED))
    most = MOST_LEARNED[options.depth]
    own, others = _spaced(learned.showing, most), _spaced(learned.others, most)
    references = _spaced(own, MOST_REFERENCES)
    if options.camera_twins:
        own, strangers = (
            _half_dressed(own, look, options.seed),
            apply_style_to_all(strangers, look, options.seed),
        )
    return Material(
        learned=build_samples([(options.person, own), *_others(options), *strangers.by_name()], others),
        references=references,
        calibrating=calibrating,
        calibrating_twins=_twins(calibrating, look, options.seed),
        judging=build_samples([(options.person, held_back.showing), *judging.by_name()], held_back.others),
        judging_twins=_twins(judging, look, options.seed),
    )


def _strangers(options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop) -> list[Samples]:
    """To learn from, to choose thresholds on, to be judged by: always the same pictures of LFW."""
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
            (parts[TRAIN], LFW_LEARNED[options.depth]),
            (parts[CALIBRATE], LFW_CALIBRATING),
            (lfw.dev_test_people(), LFW_JUDGING),
        )
    ]


def _half_dressed(own: NDArray[np.uint8], look: CameraStyle, seed: int) -> NDArray[np.uint8]:
    """Every other one, beginning with the second: what dressing does to a picture tells nothing, either."""
    changed = own.copy()
    changed[1::2] = [
        apply_style(crop, look, np.random.default_rng([seed, k])) for k, crop in enumerate(own[1::2])
    ]
    return changed


def _spaced(crops: NDArray[np.uint8], most: int) -> NDArray[np.uint8]:
    """At most so many, evenly over time."""
    return crops[:: max(1, -(-len(crops) // most))]


def _twins(samples: Samples, look: CameraStyle, seed: int) -> Samples:
    """A share of the people, all their crops."""
    chosen = samples.present[:: round(1 / TWIN_SHARE)]
    return apply_style_to_all(samples.subset(np.isin(samples.people, chosen)), look, seed)


def _others(options: RetrainOptions) -> list[tuple[str, NDArray[np.uint8]]]:
    """What everybody else in the people folder may be learned from."""
    entries = (entry for entry in options.people_folder.iterdir() if not entry.name.startswith("."))
    folders = sorted(entry for entry in entries if entry.is_dir() and entry.name != options.person)
    known = [
        (entry.name, _spaced(read_personal_crops(entry)[0].showing, MOST_LEARNED[options.depth]))
        for entry in folders
    ]
    return [(name, crops) for name, crops in known if len(crops)]
