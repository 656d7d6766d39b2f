"""What a card says about a network: thresholds from some people, rates on others."""

from datetime import UTC, datetime

from model.runtime.model_card import Card, Rate
from model.vision.alignment import CROP_SIZE
from training.cards.face_model import FaceModel
from training.data.samples import Samples
from training.metrics.calibration import VERIFICATION_THRESHOLD, Calibration, calibrate
from training.metrics.comparisons import Comparisons, LabelledComparisons, compare_all
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.metrics.summary import error_rates, true_match_rates
from training.metrics.verification_metrics import evaluate


def calibrate_model(model: FaceModel, samples: Samples) -> Calibration:
    """From every pair of people that trained nothing."""
    return calibrate(compare_all(model.head, model.embed(samples.crops), samples.people))


def threshold_metrics(found: Comparisons, threshold: float, where: str) -> dict[str, Rate]:
    """The rates of an evaluation, named for a card; ``where`` says which pairs were judged."""
    result = evaluate(found.genuine, found.impostors, threshold)
    rates = {
        "accuracy": result.accuracy,
        "precision": result.precision,
        "recall": result.recall,
        "false match rate": result.fmr,
        "false non-match rate": result.fnmr,
    }
    return {f"{name} on {where}": value for name, value in rates.items() if value is not None}


def error_metrics(found: Comparisons, threshold: float, where: str) -> dict[str, Rate]:
    """Both error rates of a threshold, named for a card; intervals as if comparisons were independent."""
    fmr = false_match_rate(found.impostors, threshold)
    return _named_errors(fmr, false_non_match_rate(found.genuine, threshold), where)


def bootstrap_error_metrics(crowd: LabelledComparisons, threshold: float, where: str) -> dict[str, Rate]:
    """Like ``error_metrics``, with intervals over people."""
    return _named_errors(*error_rates(crowd, threshold), where)


def match_rate_metrics(crowd: LabelledComparisons, where: str) -> dict[str, Rate]:
    """True match rates at the FMRs that the pairs are enough for, with intervals over people."""
    return named_match_rates(true_match_rates(crowd), where)


def named_match_rates(by_fmr: dict[float, Rate], where: str) -> dict[str, Rate]:
    return {f"true match rate at FMR {fmr:g} on {where}": found for fmr, found in by_fmr.items()}


def describe_samples(samples: Samples) -> str:
    """How many crops of how many people, for a card."""
    nobody = int(samples.anonymous.sum())
    return f"{len(samples) - nobody} crops of {len(samples.present)} people" + (
        f", {nobody} crops of unknown people" if nobody else ""
    )


def build_card(
    *,
    name: str,
    dimensions: int,
    calibration: Calibration,
    metrics: dict[str, Rate],
    data: dict[str, str],
    licence: str,
) -> Card:
    """The card of a network that is about to be exported."""
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


def _named_errors(fmr: Rate, fnmr: Rate, where: str) -> dict[str, Rate]:
    return {f"false match rate on {where}": fmr, f"false non-match rate on {where}": fnmr}
