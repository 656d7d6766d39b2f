"""The distillation pipeline: from a folder of faces, LFW and one or two teachers to a bundle."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import keras
import numpy as np
import torch

from model.messages.message import english_only
from model.network.embedding import DIMENSIONS, build_embedding, build_one_view_embedding
from model.network.layers import set_trainable
from model.network.mobilefacenet import HEAD_SHARES
from model.runtime.bundle import TRAINABLE
from model.runtime.model_card import Card
from model.runtime.similarity_head import Embeddings
from model.vision.alignment import CROP_SIZE
from training.data.pairs import SAME, all_pairs
from training.data.samples import Samples, part_of
from training.data.webcam_augmentation import downscale
from training.distillation.accelerated.distill import distil_on_device
from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.batches import EpochBuilder, OnlineTargets, PrecomputedTargets, TargetSource
from training.distillation.data.face_archive import Faces, read_faces
from training.distillation.data.lfw_archive import load_lfw_faces
from training.distillation.data.lfw_samples import dev_train_samples
from training.distillation.hyperparameters import DistillationPlan
from training.distillation.network.student import Student
from training.distillation.network.warm_start import fit_projection, student_from_teacher
from training.distillation.options import PipelineOptions, StudentNetwork, digest_of, distilled_network
from training.distillation.teachers.sface import load_sface
from training.distillation.teachers.target_cache import cached_targets
from training.distillation.teachers.teacher import OnnxTeacher, Teacher
from training.distillation.trainer import Distiller
from training.jobs.progress import JobError, ReportProgress, ShouldStop
from training.lfw.crops import CALIBRATE, SHARES, TRAIN
from training.lfw.folder import LfwFolder
from training.metrics.verification_metrics import true_match_rate_at

VALIDATION_FMR = 1e-3
BATCH_SIZE = 64
FROZEN_PREFIXES = ("stem", "stage1", "stage2_block1")
"""Layers of a MobileFaceNet that keep the teacher's weights. Their large maps take half of the training time,
and their low-level features suit any face network."""

STARTS = {
    StudentNetwork.MOBILEFACENET: "the teacher's weights",
    StudentNetwork.COMPACT: "the teacher's weights, but for a narrower stem with random weights",
    StudentNetwork.RESIDUAL: "random weights",
}


def run_pipeline(options: PipelineOptions, report: ReportProgress, should_stop: ShouldStop) -> Card:
    """Distil, fit the head, choose thresholds, evaluate and export to ``options.out``.

    Raises LfwError, JobError, JobCancelled or ExportError.
    """
    lfw = LfwFolder(options.lfw)
    faces = read_training_faces(options, lfw, report, should_stop)
    parts = dev_train_samples(lfw, options.work, report, should_stop)
    embedding = _distil(options, faces, parts[CALIBRATE], report, should_stop)
    _require_tensorflow(options.work)
    # It imports TensorFlow, which training does not need.
    from training.distillation.finalize import FinalizeJob, finalize

    data = {
        "distilled on": f"{len(faces)} crops, those of LFW from View 1 dev-train; {_describe_names(options)}",
        "teacher": f"{options.teacher.name}, SHA-256 {digest_of(options.teacher)}",
        **_describe_second_teacher(options),
        "crops seen in distilling": str(options.plan.crops),
        "distilling started from": _describe_start(options),
    }
    return finalize(embedding, parts, data, FinalizeJob(lfw, options.work, options.out, report, should_stop))


def read_training_faces(
    options: PipelineOptions, lfw: LfwFolder, report: ReportProgress, should_stop: ShouldStop
) -> Faces:
    """The faces in ``options.data`` and of LFW's training people; no calibration or test people."""
    people = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == TRAIN]
    return read_faces(options.data) + load_lfw_faces(lfw, people, options.work, report, should_stop)


def _distil(
    options: PipelineOptions,
    faces: Faces,
    validation: Samples,
    report: ReportProgress,
    should_stop: ShouldStop,
) -> keras.Model:
    def validate(student: Student, size: int = CROP_SIZE) -> float:
        return true_match_rate(student, validation, size)

    if isinstance(options.plan, AcceleratedPlan):
        return distil_on_device(options, options.plan, faces, validate, report, should_stop)
    return _distil_on_cores(options, options.plan, faces, validate, report, should_stop)


def _distil_on_cores(
    options: PipelineOptions,
    plan: DistillationPlan,
    faces: Faces,
    validate: Callable[[Student, int], float],
    report: ReportProgress,
    should_stop: ShouldStop,
) -> keras.Model:
    keras.utils.set_random_seed(plan.seed)
    identity = options.identity(faces)
    source = _target_source(options, faces, report, should_stop)
    embedding = (
        keras.models.load_model(options.start / TRAINABLE)
        if options.start
        else _initial_embedding(options, source)
    )
    distilled = distilled_network(embedding)
    frozen = FROZEN_PREFIXES if options.network is StudentNetwork.MOBILEFACENET else ()
    set_trainable(distilled, frozen, trainable=False)
    distiller = Distiller(distilled, plan, options.work, identity, validate)
    distiller.run(EpochBuilder(source, plan.epoch, plan.seed), report, should_stop)
    set_trainable(distilled, frozen, trainable=True)
    return embedding


def _target_source(
    options: PipelineOptions, faces: Faces, report: ReportProgress, should_stop: ShouldStop
) -> TargetSource:
    teacher = OnnxTeacher(options.teacher)
    if options.network is StudentNetwork.RESIDUAL:
        return OnlineTargets(faces, teacher)

    def targets(network: Teacher, file: Path) -> Embeddings:
        return cached_targets(faces, network, digest_of(file), options.work, report, should_stop)

    first = targets(teacher, options.teacher)
    if options.sface is None:
        return PrecomputedTargets(faces, first)
    second = targets(load_sface(options.sface), options.sface)
    return PrecomputedTargets(faces, concatenate_targets([first, second]))


def concatenate_targets(targets: Sequence[Embeddings]) -> Embeddings:
    """Concatenate unit vectors, scaled so that their squared lengths are HEAD_SHARES: 1 - cosine is then the
    mean of both losses, weighted by HEAD_SHARES."""
    parts = [share**0.5 * rows for share, rows in zip(HEAD_SHARES, targets, strict=True)]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _initial_embedding(options: PipelineOptions, source: TargetSource) -> keras.Model:
    if isinstance(source, OnlineTargets):
        return build_embedding()
    shares = (1.0,) if options.sface is None else HEAD_SHARES
    network = student_from_teacher(options.teacher, shares)
    if len(shares) > 1:
        second = source.targets[:, DIMENSIONS:] / shares[-1] ** 0.5
        fit_projection(network, len(shares), source.faces, second)
    return build_one_view_embedding(network)


def _describe_names(options: PipelineOptions) -> str:
    if isinstance(options.plan, AcceleratedPlan) and options.sface:
        return "names of LFW's people whitened the second teacher's targets"
    return "no name was used"


def _describe_second_teacher(options: PipelineOptions) -> dict[str, str]:
    if options.sface is None:
        return {}
    digest = digest_of(options.sface)
    return {"second teacher": f"SFace, from {options.sface.name}, SHA-256 {digest}"}


def _describe_start(options: PipelineOptions) -> str:
    if options.start:
        return "the previous bundle"
    return STARTS[options.network]


def true_match_rate(student: Student, samples: Samples, size: int = CROP_SIZE) -> float:
    """The true match rate by cosine at VALIDATION_FMR, over all pairs of ``samples``, their crops resized."""
    student.eval()
    crops = np.stack([downscale(crop, size) for crop in samples.crops])
    batches = [crops[start : start + BATCH_SIZE] for start in range(0, len(crops), BATCH_SIZE)]
    with torch.no_grad():
        rows = np.concatenate([student.embed(batch, bfloat16=True).cpu().numpy() for batch in batches])
    pairs = all_pairs(samples.people)
    cosines = np.einsum("nd,nd->n", rows[pairs.left], rows[pairs.right])
    same = pairs.same == SAME
    return true_match_rate_at(VALIDATION_FMR, cosines[same], cosines[~same]).value


def _require_tensorflow(work: Path) -> None:
    if find_spec("tensorflow") is None:
        raise JobError(
            english_only(
                "The student is trained. Its bundle needs TensorFlow: install requirements-recipe.txt, here "
                "or "
                f"where you copy {work}, and give the same command again."
            )
        )
