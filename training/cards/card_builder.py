"""Build the model card of a new network: its thresholds, rates and training data."""

from datetime import UTC, datetime

import numpy as np
from msgspec import UNSET
from numpy.typing import NDArray

from model.runtime.model_card import Card, Rate
from model.vision.alignment import CROP_SIZE
from training.cards.face_model import FaceModel
from training.data.samples import Samples
from training.lfw.look_alikes import look_alike_groups
from training.metrics.calibration import VERIFICATION_THRESHOLD, Calibration, calibrate
from training.metrics.comparisons import compare_all, within_groups


def calibrate_model(model: FaceModel, samples: Samples) -> Calibration:
    """On all pairs of ``samples``, which show people outside the training set. Those of LFW who look alike
    have a table of their own, which gives the thresholds."""
    comparisons = compare_all(model.head, model.embed(samples.crops), samples.people)
    return calibrate(comparisons, look_alikes=within_groups(comparisons, look_alikes_among(samples)))


def look_alikes_among(samples: Samples) -> NDArray[np.int64]:
    """(people,): the group of each person present, all of whom are named (``look_alike_groups``)."""
    return look_alike_groups([samples.names[person] for person in samples.present])


def describe_samples(samples: Samples) -> str:
    """The number of crops and of people, for a card."""
    anonymous = int(samples.anonymous.sum())
    known = f"{len(samples) - anonymous} crops of {len(samples.present)} people"
    return f"{known}, {anonymous} crops of unknown people" if anonymous else known


def describe_look_alikes(samples: Samples) -> str:
    """The number and the sizes of the groups of people who look alike, for a card."""
    groups = look_alikes_among(samples)
    sizes = np.bincount(groups[groups >= 0])
    sizes = sizes[sizes > 0]
    if not len(sizes):
        return "no two people are known to look alike"
    middle, fewest, most = (f"{number:.0f}" for number in (np.median(sizes), sizes.min(), sizes.max()))
    return f"{len(sizes)} groups of {fewest} to {most} people, {middle} in the median, found by SFace"


def build_card(
    *,
    name: str,
    dimensions: int,
    calibration: Calibration,
    metrics: dict[str, Rate],
    data: dict[str, str],
    licence: str,
) -> Card:
    """The card of a network that is exported next."""
    return Card(
        name=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        crop_size=CROP_SIZE,
        dimensions=dimensions,
        detection_threshold=calibration.detection_threshold,
        verification_threshold=VERIFICATION_THRESHOLD,
        calibration=calibration.table,
        metrics=metrics,
        data=data,
        licence=licence,
        look_alikes=UNSET if calibration.look_alikes is None else calibration.look_alikes,
    )
