"""Distil on one device: decode the faces, choose the targets, fit the start, and train."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import torch

from model.messages.message import english_only
from model.network.embedding import build_one_view_embedding
from model.runtime.bundle import TRAINABLE
from model.storage.atomic_file import write_atomically
from training.distillation.accelerated.face_tensor import decode_faces
from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.accelerated.spheres import Sphere, choose_spheres, embed_on
from training.distillation.accelerated.start import start_from_teacher
from training.distillation.accelerated.target_bank import TargetBank
from training.distillation.accelerated.trainer import AcceleratedDistiller
from training.distillation.accelerated.views.random_numbers import DeviceRandom
from training.distillation.data.face_archive import Faces
from training.distillation.network.student import Student, best_device
from training.distillation.options import PipelineOptions, distilled_network
from training.jobs.progress import JobError, ReportProgress, ShouldStop
from training.optimization.run_identity import run_identity


def distil_on_device(
    options: PipelineOptions,
    plan: AcceleratedPlan,
    faces: Faces,
    validate: Callable[[Student], float],
    report: ReportProgress,
    should_stop: ShouldStop,
) -> keras.Model:
    """The trained embedding. A finished run is read from ``options.work``, on any machine.

    Raises JobError or JobCancelled.
    """
    run_id = _run_id(options, plan, faces)
    finished = options.work / f"distilled-{run_id[:16]}.keras"
    if finished.is_file():
        return keras.models.load_model(finished)
    keras.utils.set_random_seed(plan.seed)
    _prefer_speed()
    images = decode_faces(faces, best_device(), report, should_stop)
    spheres = choose_spheres(options, faces.names, images)
    embedding, new_layers = _start(options, spheres, images)
    random = DeviceRandom(images.device, plan.seed)
    bank = TargetBank(images, embed_on(spheres), plan.blends, random, report, should_stop)
    network = distilled_network(embedding)
    _check_heads(network, bank)
    distiller = AcceleratedDistiller(network, new_layers, bank, plan, options.work, run_id, validate)
    distiller.run(report, should_stop)
    _save(embedding, finished)
    return embedding


def _run_id(options: PipelineOptions, plan: AcceleratedPlan, faces: Faces) -> str:
    heads = "second teacher" if options.only_sface else "all teachers"
    return run_identity({**options.identity(faces), "accelerated": plan.identity(), "heads": heads})


def _start(
    options: PipelineOptions, spheres: Sequence[Sphere], faces: torch.Tensor
) -> tuple[keras.Model, tuple[str, ...]]:
    """The embedding, and the names of its layers that have random weights."""
    if options.start:
        return keras.models.load_model(options.start / TRAINABLE), ()
    network, new_layers = start_from_teacher(options, spheres, faces)
    return build_one_view_embedding(network), new_layers


def _check_heads(network: keras.Model, bank: TargetBank) -> None:
    heads, targets = network.output_shape[-1], bank.targets.shape[1]
    if heads != targets:
        raise JobError(
            english_only(
                f"The heads of the bundle given by --start have {heads} dimensions, the teachers {targets}. "
                "Name the teachers with which it was trained."
            )
        )


def _prefer_speed() -> None:
    """Choose the fastest convolutions, and multiply float32 matrices with 10 bits of mantissa (TF32)."""
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high")


def _save(embedding: keras.Model, file: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / TRAINABLE
        embedding.save(saved)
        write_atomically(file, saved.read_bytes())
