"""From a folder of faces, LFW and a teacher to a bundle that can be shipped."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import torch

from model.network.embedding import LIKENESS, build_embedding
from model.runtime.bundle import LEARNABLE
from model.runtime.model_card import Card
from model.vision.alignment import CROP_SIZE
from training.base.distiller import Distiller
from training.base.faces import Faces, read_faces
from training.base.finishing import Errand, dev_train_parts, finish
from training.base.lfw_faces import lfw_faces
from training.base.plan import DistillingPlan
from training.base.rounds import RoundMaker
from training.base.student import Student
from training.base.teacher import OnnxTeacher
from training.base.webcam import resized
from training.data.pairs import SAME, all_pairs
from training.data.samples import Samples, part_of
from training.jobs.progress import JobError, ReportProgress, ShouldStop
from training.lfw.crops import CALIBRATE, SHARES, TRAIN
from training.lfw.folder import LfwFolder
from training.metrics.verification_metrics import true_match_rate_at

JUDGED_FMR = 1e-3
EMBEDDING_BATCH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeOptions:
    """``start`` is a bundle whose embedding is improved; None starts from random weights. ``work`` keeps the
    crops, the checkpoint and the curve of the run."""

    data: Path
    teacher: Path
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
        "crops seen in distilling": str(plan.rounds * plan.round.steps * plan.round.batch),
        "distilling started from": "random weights" if options.start is None else "the bundle before",
    }
    return finish(embedding, parts, data, Errand(lfw, options.work, options.out, report, should_stop))


def gather_faces(
    options: RecipeOptions, lfw: LfwFolder, report: ReportProgress, should_stop: ShouldStop
) -> Faces:
    """Those of ``options.data`` and LFW's training people: nobody who chooses thresholds or judges."""
    people = [person for person in lfw.dev_train_people() if part_of(person, SHARES) == TRAIN]
    return read_faces(options.data) + lfw_faces(lfw, people, options.work, report, should_stop)


def _distil(
    options: RecipeOptions, faces: Faces, judges: Samples, report: ReportProgress, should_stop: ShouldStop
) -> keras.Model:
    keras.utils.set_random_seed(options.plan.seed)
    start = _content(options.start / LEARNABLE) if options.start else b""
    identity = f"{faces.fingerprint()} {_sha256(_content(options.teacher))} {_sha256(start)}"
    embedding = keras.models.load_model(options.start / LEARNABLE) if options.start else build_embedding()
    distiller = Distiller(
        _taught(embedding),
        options.plan,
        options.work,
        identity,
        lambda student, size: match_rate(student, judges, size),
    )
    maker = RoundMaker(faces, OnnxTeacher(options.teacher), options.plan.round, options.plan.seed)
    distiller.run(maker, report, should_stop)
    return embedding


def _taught(embedding: keras.Model) -> keras.Model:
    """The network in it that makes what a teacher makes."""
    try:
        return embedding.get_layer(LIKENESS)
    except ValueError as error:
        raise JobError(f"The bundle to start from is too old: {error} Start without one.") from error


def match_rate(student: Student, samples: Samples, size: int = CROP_SIZE) -> float:
    """The true match rate by cosine at JUDGED_FMR, over all pairs of ``samples``, their crops resized."""
    student.eval()
    crops = np.stack([resized(crop, size) for crop in samples.crops])
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
