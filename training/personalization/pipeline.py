"""From a person's crops to a new bundle, held against the one it was made from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from model.runtime.bundle import Bundle, load_bundle
from model.runtime.model_card import Card
from model.runtime.stderr_guard import native_chatter_withheld
from training.cards.card_builder import build_card, describe_samples
from training.cards.face_model import Embed, FaceModel
from training.data.embedding_cache import EmbeddingCache
from training.data.lfw import LfwFolder, explain_small_lfw
from training.jobs.progress import Progress, ReportProgress, ShouldStop
from training.metrics.paired_test import PairedTestResult, rejection_reason
from training.personalization.datasets import Material, gather_material
from training.personalization.evaluation import (
    Judgement,
    calibrate_for,
    duels,
    judge,
    metrics_of,
    threshold_for,
)
from training.personalization.head_only import QuickLearner
from training.personalization.options import Depth, Retrained, RetrainOptions

STAGE = "judging"


class Learner(Protocol):
    def learn(self, material: Material, report: ReportProgress, should_stop: ShouldStop) -> FaceModel: ...

    def export(self, model: FaceModel, card: Card, folder: Path) -> None: ...

    def forget(self) -> None:
        """Delete what a stopped run would go on from."""


def retrain(options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop) -> Retrained:
    """Write a new bundle to ``options.out``.

    Raises JobError (too few crops, say), LfwError, BundleError, ExportError; JobCancelled when asked
    to stop: the same call then goes on from the last finished epoch. With other crops it starts afresh.
    """
    with explain_small_lfw(LfwFolder(options.lfw_folder)):
        return _retrain(options, report, should_stop)


def _retrain(options: RetrainOptions, report: ReportProgress, should_stop: ShouldStop) -> Retrained:
    base = load_bundle(options.base_bundle)
    material = gather_material(options, report, should_stop)
    embed = EmbeddingCache(base, options.work / "lfw", report, should_stop)
    champion = _judged(FaceModel(base.head, embed), material, options)
    learner = _learner(base, embed, options, report)
    model = learner.learn(material, report, should_stop)
    report(Progress(STAGE, 0, 4))
    calibration = calibrate_for(model, material, twins=options.camera_twins)
    report(Progress(STAGE, 1, 4))
    challenger = judge(model, calibration.detection_threshold, material.judging, material.judging_twins)
    fought = duels(champion, challenger, options.person)
    report(Progress(STAGE, 2, 4))
    card = build_card(
        name=f"personal-{options.person}",
        dimensions=base.card.dimensions,
        calibration=calibration,
        metrics=metrics_of(challenger, options.person),
        data=_told(base.card, material, options, fought),
        licence=f"Made from pictures of {options.person}, who decides about it. Base: {base.card.licence}",
    )
    learner.export(model, card, options.out)
    report(Progress(STAGE, 3, 4))
    learner.forget()
    embed.keep(material.strangers)
    report(Progress(STAGE, 4, 4))
    return Retrained(options.out, rejection_reason(fought))


def _judged(model: FaceModel, material: Material, options: RetrainOptions) -> Judgement:
    """At the threshold that the rule for the new model would choose for this one: how strict the rule is says
    nothing about which of them is better."""
    threshold = threshold_for(model, material, twins=options.camera_twins)
    return judge(model, threshold, material.judging, material.judging_twins)


def _learner(base: Bundle, embed: Embed, options: RetrainOptions, report: ReportProgress) -> Learner:
    if options.depth is Depth.QUICK:
        return QuickLearner(base, embed, options)
    report(Progress("loading TensorFlow", 0, 0))
    with native_chatter_withheld():
        from training.optimization.devices import look_for_devices
        from training.personalization.fine_tuning import DeepLearner

        look_for_devices()
    return DeepLearner(base, options)


def _told(
    base: Card, material: Material, options: RetrainOptions, fought: Sequence[PairedTestResult]
) -> dict[str, str]:
    return {
        "base": f"{base.name} of {base.created}, card {base.digest}",
        "learned": f"{options.depth}, " + ("with" if options.camera_twins else "without") + " camera twins",
        "trained on": describe_samples(material.learned),
        "thresholds chosen on": describe_samples(material.calibrating),
        "judged on": describe_samples(material.judging),
        **{f"{duel.error_name}, held against the base": str(duel) for duel in fought},
    }
