"""Build the model card of a new network: its thresholds, rates and training data."""

from datetime import UTC, datetime

from model.runtime.model_card import Card, Rate
from model.vision.alignment import CROP_SIZE
from training.cards.face_model import FaceModel
from training.data.samples import Samples
from training.metrics.calibration import VERIFICATION_THRESHOLD, Calibration, calibrate
from training.metrics.comparisons import compare_all


def calibrate_model(model: FaceModel, samples: Samples) -> Calibration:
    """On all pairs of ``samples``, which show people outside the training set."""
    return calibrate(compare_all(model.head, model.embed(samples.crops), samples.people))


def describe_samples(samples: Samples) -> str:
    """The number of crops and of people, for a card."""
    anonymous = int(samples.anonymous.sum())
    known = f"{len(samples) - anonymous} crops of {len(samples.present)} people"
    return f"{known}, {anonymous} crops of unknown people" if anonymous else known


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
    )
