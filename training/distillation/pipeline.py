"""From a folder of faces, LFW and one or two teachers to a bundle that can be shipped."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import keras
import numpy as np
import torch

from model.network.embedding import DIMENSIONS, LIKENESS, build_embedding, build_one_view_embedding
from model.network.layers import set_trainable
from model.network.mobilefacenet import HEAD_SHARES
from model.runtime.bundle import TRAINABLE
from model.runtime.model_card import Card
from model.runtime.similarity_head import Embeddings
from model.vision.alignment import CROP_SIZE
from training.data.pairs import SAME, all_pairs
from training.data.samples import Samples, part_of
from training.distillation.batches import AskedTeacher, KnownTargets, RoundMaker
from training.distillation.data.face_archive import Faces, read_faces
from training.distillation.data.lfw_archive import load_lfw_faces
from training.distillation.data.webcam_augmentation import downscale
from training.distillation.finalize import Errand, dev_train_parts, finish
from training.distillation.hyperparameters import DistillingPlan
from training.distillation.student import Student
from training.distillation.teachers.sface import load_sface
from training.distillation.teachers.target_cache import cached_targets
from training.distillation.teachers.teacher import OnnxTeacher, Teacher
from training.distillation.trainer import Distiller
from training.distillation.warm_start import fit_head, teachers_network
from training.jobs.progress import JobError, ReportProgress, ShouldStop
from training.lfw.crops import CALIBRATE, SHARES, TRAIN
from training.lfw.folder import LfwFolder
from training.metrics.verification_metrics import true_match_rate_at

JUDGED_FMR = 1e-3
EMBEDDING_BATCH = 64
HELD = ("stem", "stage1", "stage2_block1")
"""Layers of a MobileFaceNet that stay as its teacher has them: the large maps take half of the time, and what
they see in a face is what any other network sees there, too."""


class StudentNetwork(StrEnum):
    """MOBILEFACENET begins with the teacher's own weights and learns what the teachers make of faces as they
    are. RESIDUAL begins at random and has the teacher look at each view; its first crops may be small."""

    MOBILEFACENET = "mobilefacenet"
    RESIDUAL = "residual"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeOptions:
    """``start`` is a bundle whose embedding is improved; None starts as ``network`` does. ``sface``, a second
    teacher, is for MOBILEFACENET. ``work`` keeps the crops, what the teachers made of them, the checkpoint
    and the curve of the run."""

    data: Path
    teacher: Path
    sface: Path | None = None
    network: StudentNetwork = StudentNetwork.MOBILEFACENET
    lfw: Path
    work: Path
    out: Path
    start: Path | None
    plan: DistillingPlan


def cook(options: RecipeOptions, report: ReportProgress, should_stop: ShouldStop) -> Card:
    """Distil, fit the head, choose the thresholds, judge and export to ``options.out``.

    Raises LfwError, JobError, JobCancelled or ExportError.
    """
    lfw = LfwFolder(options.lfw)
    faces = gather_faces(options, lfw, report, should_stop)
    parts = dev_train_parts(lfw, options.work, report, should_stop)
    embedding = _distil(options, faces, parts[CALIBRATE], report, should_stop)
    plan = options.plan
    data = {
        "distilled on": f"{len(faces)} crops, those of LFW from View 1 dev-train; no name was used",
        "teacher": f"{options.teacher.name}, SHA-256 {_sha256(_content(options.teacher))}",
        **_second_teacher(options),
        "crops seen in distilling": str(plan.rounds * plan.round.steps * plan.round.batch),
        "distilling started from": _said_start(options),
    }
    return finish(embedding, parts, data, Errand(lfw, options.work, options.out, report, should_stop))


def gather_faces(
    options: RecipeOptions, lfw: LfwFolder, report: ReportProgress, should_stop: ShouldStop
) -> Faces:
    """Those of ``options.data`` and LFW's training people: nobody who chooses thresholds or judges."""
    people = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == TRAIN]
    return read_faces(options.data) + load_lfw_faces(lfw, people, options.work, report, should_stop)


def _distil(
    options: RecipeOptions, faces: Faces, judges: Samples, report: ReportProgress, should_stop: ShouldStop
) -> keras.Model:
    keras.utils.set_random_seed(options.plan.seed)
    start = _content(options.start / TRAINABLE) if options.start else b""
    teachers = " ".join(_sha256(_content(file)) for file in _teachers(options))
    identity = f"{options.network} {faces.fingerprint()} {teachers} {_sha256(start)}"
    draw = _draw(options, faces, report, should_stop)
    embedding = keras.models.load_model(options.start / TRAINABLE) if options.start else _begun(options, draw)
    likeness = _taught(embedding)
    held = HELD if options.network is StudentNetwork.MOBILEFACENET else ()
    set_trainable(likeness, held, trainable=False)
    distiller = Distiller(
        likeness,
        options.plan,
        options.work,
        identity,
        lambda student, size: match_rate(student, judges, size),
    )
    distiller.run(RoundMaker(draw, options.plan.round, options.plan.seed), report, should_stop)
    set_trainable(likeness, held, trainable=True)
    return embedding


def _draw(
    options: RecipeOptions, faces: Faces, report: ReportProgress, should_stop: ShouldStop
) -> AskedTeacher | KnownTargets:
    teacher = OnnxTeacher(options.teacher)
    if options.network is StudentNetwork.RESIDUAL:
        return AskedTeacher(faces, teacher)

    def targets(asked: Teacher, file: Path) -> Embeddings:
        return cached_targets(faces, asked, _sha256(_content(file)), options.work, report, should_stop)

    first = targets(teacher, options.teacher)
    if options.sface is None:
        return KnownTargets(faces, first)
    return KnownTargets(faces, side_by_side([first, targets(load_sface(options.sface), options.sface)]))


def side_by_side(targets: Sequence[Embeddings]) -> Embeddings:
    """Two points of length 1 as one, their squared lengths being HEAD_SHARES: 1 - cosine is then the mean
    of both losses, weighted by them."""
    parts = [share**0.5 * rows for share, rows in zip(HEAD_SHARES, targets, strict=True)]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _begun(options: RecipeOptions, draw: AskedTeacher | KnownTargets) -> keras.Model:
    if isinstance(draw, AskedTeacher):
        return build_embedding()
    shares = (1.0,) if options.sface is None else HEAD_SHARES
    likeness = teachers_network(options.teacher, shares)
    if len(shares) > 1:
        fit_head(likeness, len(shares), draw.faces, draw.targets[:, DIMENSIONS:] / shares[-1] ** 0.5)
    return build_one_view_embedding(likeness)


def _teachers(options: RecipeOptions) -> list[Path]:
    return [options.teacher] if options.sface is None else [options.teacher, options.sface]


def _second_teacher(options: RecipeOptions) -> dict[str, str]:
    if options.sface is None:
        return {}
    return {"second teacher": f"SFace, from {options.sface.name}, SHA-256 {_sha256(_content(options.sface))}"}


def _said_start(options: RecipeOptions) -> str:
    if options.start:
        return "the bundle before"
    return "random weights" if options.network is StudentNetwork.RESIDUAL else "the teacher's weights"


def _taught(embedding: keras.Model) -> keras.Model:
    """The network in it that makes what a teacher makes."""
    try:
        return embedding.get_layer(LIKENESS)
    except ValueError as error:
        raise JobError(f"The bundle to start from is too old: {error} Start without one.") from error


def match_rate(student: Student, samples: Samples, size: int = CROP_SIZE) -> float:
    """The true match rate by cosine at JUDGED_FMR, over all pairs of ``samples``, their crops resized."""
    student.eval()
    crops = np.stack([downscale(crop, size) for crop in samples.crops])
    batches = [crops[start : start + EMBEDDING_BATCH] for start in range(0, len(crops), EMBEDDING_BATCH)]
    with torch.no_grad():
        rows = np.concatenate([student.embed(batch, bfloat16=True).cpu().numpy() for batch in batches])
    pairs = all_pairs(samples.people)
    cosines = np.einsum("nd,nd->n", rows[pairs.left], rows[pairs.right])
    return true_match_rate_at(JUDGED_FMR, cosines[pairs.same == SAME], cosines[pairs.same != SAME]).value


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise JobError(f"{file} cannot be read ({error.strerror}). Name one that can be.") from error


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
