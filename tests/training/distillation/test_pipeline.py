from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.runtime.bundle import load_bundle
from model.runtime.similarity_head import Embeddings
from tests.support.fakes import FakeFinder, face_at
from tests.support.optional_packages import needs_torch
from tests.support.synthetic_people import write_lfw
from tests.training.distillation.synthetic_faces import DIMENSIONS, colour_teacher, synthetic_faces
from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.batches import EpochPlan
from training.distillation.data import lfw_archive
from training.distillation.data.views import VIEW_SIZE, Views
from training.distillation.hyperparameters import DistillationPlan
from training.jobs.progress import JobError, Progress, ignore_progress, never_stop
from training.lfw import crops as lfw_crops
from training.lfw.folder import LfwError

pytestmark = [pytest.mark.slow, needs_torch]

TRAIN = [f"Train_{number:03d}" for number in range(200)]
TEST = [f"Test_{number:03d}" for number in range(30)]


@pytest.fixture(autouse=True)
def small_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A face in the centre of every synthetic image, and tiny teachers and students."""
    from tests.training.distillation import tiny_student
    from training.distillation import pipeline
    from training.distillation.accelerated import distill, spheres, start

    for place in (lfw_crops, lfw_archive):
        monkeypatch.setattr(place, "MtcnnFinder", lambda **_: FakeFinder(face_at(10, 10, 100)))
    monkeypatch.setattr(pipeline, "OnnxTeacher", lambda file: colour_teacher)
    monkeypatch.setattr(pipeline, "load_sface", lambda file: quarter_colour_teacher)
    monkeypatch.setattr(pipeline, "build_embedding", tiny_student.tiny_student)
    monkeypatch.setattr(pipeline, "build_one_view_embedding", tiny_student.tiny_embedding_of)
    monkeypatch.setattr(
        pipeline, "student_from_teacher", lambda file, shares: tiny_student.tiny_likeness_of_two_heads(shares)
    )
    monkeypatch.setattr(pipeline, "DIMENSIONS", DIMENSIONS)
    monkeypatch.setattr(spheres, "TorchTeacher", lambda content, device, **_: colour_teacher_on_device)
    monkeypatch.setattr(spheres, "read_sface", lambda file: b"")
    monkeypatch.setattr(
        start, "student_from_teacher", lambda file, shares: tiny_student.tiny_likeness_of_two_heads(shares)
    )
    monkeypatch.setattr(distill, "build_one_view_embedding", tiny_student.tiny_embedding_of)


def colour_teacher_on_device(views: Any) -> Any:
    import torch

    return torch.from_numpy(colour_teacher(views.permute(0, 2, 3, 1).numpy()))


def quarter_colour_teacher(views: Views) -> Embeddings:
    return colour_teacher(views[:, : VIEW_SIZE // 2, : VIEW_SIZE // 2])


def options(tmp_path: Path, epochs: int = 6, network: str = "residual") -> Any:
    from training.distillation.options import PipelineOptions, StudentNetwork

    (tmp_path / "teacher.onnx").write_bytes(b"a network")
    (tmp_path / "sface.onnx").write_bytes(b"another network")
    epoch_plan = EpochPlan(views=64, repeats=2, batch_size=32)
    return PipelineOptions(
        data=tmp_path / "faces",
        teacher=tmp_path / "teacher.onnx",
        sface=tmp_path / "sface.onnx" if network == "mobilefacenet" else None,
        network=StudentNetwork(network),
        lfw=tmp_path / "lfw",
        work=tmp_path / "work",
        out=tmp_path / "base",
        start=None,
        plan=DistillationPlan(epochs=epochs, epoch=epoch_plan, learning_rate=0.02, warmup_steps=4),
    )


def write_datasets(tmp_path: Path) -> None:
    write_lfw(tmp_path / "lfw", TRAIN, TEST)
    faces = synthetic_faces(20)
    for name, content in zip(faces.names, faces.encoded, strict=True):
        file = tmp_path / "faces" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def test_faces_become_a_bundle_with_its_rates_on_the_card(tmp_path: Path) -> None:
    from training.distillation.pipeline import run_pipeline

    write_datasets(tmp_path)
    seen: list[Progress] = []
    run_pipeline(options(tmp_path), seen.append, never_stop)
    card = load_bundle(tmp_path / "base").card
    assert {progress.stage for progress in seen} == {
        "aligning LFW faces",
        "finding faces",
        "distilling",
        "finalizing",
    }
    assert card.dimensions == DIMENSIONS
    assert 0 < card.detection_threshold < 1
    assert card.metrics["accuracy on View 1 pairs, equal-error threshold"].value > 0.7
    assert "60 crops of 30 people" in card.data["judged on"]
    assert "teacher.onnx" in card.data["teacher"]


def test_a_student_of_two_teachers_starts_from_weights_and_can_be_trained_further(tmp_path: Path) -> None:
    import keras

    from training.distillation.pipeline import run_pipeline

    write_datasets(tmp_path)
    seen: list[Progress] = []
    first = options(tmp_path, network="mobilefacenet")
    run_pipeline(first, seen.append, never_stop)
    assert "embedding with the teachers" in {progress.stage for progress in seen}
    card = load_bundle(tmp_path / "base").card
    assert card.dimensions == DIMENSIONS
    assert card.metrics["accuracy on View 1 pairs, equal-error threshold"].value > 0.7
    assert card.data["distilling started from"] == "the teacher's weights"
    assert card.data["second teacher"].startswith("SFace, from sface.onnx, SHA-256 ")
    points = keras.models.load_model(tmp_path / "base" / "embedding.keras").get_layer("likeness")
    assert points.output_shape == (None, 2 * DIMENSIONS)
    further = replace(first, plan=replace(first.plan, epochs=1))
    run_pipeline(
        replace(further, start=tmp_path / "base", out=tmp_path / "next"), ignore_progress, never_stop
    )
    assert load_bundle(tmp_path / "next").card.data["distilling started from"] == "the previous bundle"


def accelerated_plan() -> AcceleratedPlan:
    def phase(epochs: int, learning_rate: float) -> DistillationPlan:
        epoch = EpochPlan(views=32, repeats=1, batch_size=16)
        return DistillationPlan(epochs=epochs, epoch=epoch, learning_rate=learning_rate, warmup_steps=2)

    phases = {"new_layers": phase(0, 0.1), "all_layers": phase(8, 0.02)}
    return AcceleratedPlan(**phases, blends=60, bfloat16=False)


def test_a_run_on_a_device_ends_in_a_bundle_and_is_not_repeated(tmp_path: Path) -> None:
    from training.distillation.pipeline import run_pipeline

    write_datasets(tmp_path)
    seen: list[Progress] = []
    first = replace(options(tmp_path, network="mobilefacenet"), plan=accelerated_plan())
    run_pipeline(first, seen.append, never_stop)
    stages = ["decoding faces", "embedding with the teachers", "distilling", "finalizing"]
    assert set(stages) <= {progress.stage for progress in seen}
    card = load_bundle(tmp_path / "base").card
    assert card.dimensions == DIMENSIONS
    assert card.metrics["accuracy on View 1 pairs, equal-error threshold"].value > 0.7
    assert card.data["crops seen in distilling"] == str(8 * 32)
    assert "whitened the second teacher's targets" in card.data["distilled on"]
    seen.clear()
    run_pipeline(replace(first, out=tmp_path / "again"), seen.append, never_stop)
    assert "distilling" not in {progress.stage for progress in seen}
    assert (tmp_path / "again" / "card.json").is_file()


def test_a_start_with_other_heads_than_the_teachers_is_an_error(tmp_path: Path) -> None:
    from tests.training.distillation.tiny_student import tiny_student
    from training.distillation.accelerated.distill import distil_on_device

    (tmp_path / "start").mkdir()
    (tmp_path / "work").mkdir()
    tiny_student().save(tmp_path / "start" / "embedding.keras")
    plan, faces = accelerated_plan(), synthetic_faces(4)
    names = tuple(f"lfw/{name}" for name in faces.names)
    given = replace(options(tmp_path, network="mobilefacenet"), start=tmp_path / "start", plan=plan)
    with pytest.raises(JobError, match=r"have 8 dimensions, the teachers 16"):
        distil_on_device(
            given, plan, replace(faces, names=names), lambda student: 0.5, ignore_progress, never_stop
        )


def test_the_losses_of_two_teachers_are_weighted() -> None:
    from model.network.mobilefacenet import HEAD_SHARES
    from training.distillation.pipeline import concatenate_targets

    one, other = np.eye(3, 4, dtype=np.float32), np.eye(3, 5, 1, dtype=np.float32)
    rows = concatenate_targets([one, other])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-6)
    wrong = concatenate_targets([one, np.roll(other, 1, axis=0)])
    np.testing.assert_allclose((rows * wrong).sum(axis=1), HEAD_SHARES[0], rtol=1e-6)


def test_calibration_people_are_not_in_the_training_faces(tmp_path: Path) -> None:
    from training.data.samples import part_of
    from training.distillation.pipeline import read_training_faces
    from training.lfw.crops import SHARES
    from training.lfw.crops import TRAIN as LEARNING
    from training.lfw.folder import LfwFolder

    write_datasets(tmp_path)
    faces = read_training_faces(options(tmp_path), LfwFolder(tmp_path / "lfw"), ignore_progress, never_stop)
    from_lfw = {name.split("/")[1] for name in faces.names if name.startswith("lfw/")}
    assert from_lfw == {person for person in TRAIN if part_of(person, SHARES) == LEARNING}
    assert 0 < len(from_lfw) < len(TRAIN)


def test_a_missing_lfw_folder_is_an_error(tmp_path: Path) -> None:
    from training.distillation.pipeline import run_pipeline

    with pytest.raises(LfwError):
        run_pipeline(options(tmp_path), ignore_progress, never_stop)


def test_a_missing_start_bundle_is_an_error(tmp_path: Path) -> None:
    from training.distillation.pipeline import run_pipeline

    write_datasets(tmp_path)
    with pytest.raises(JobError, match=r"embedding\.keras cannot be read"):
        run_pipeline(replace(options(tmp_path), start=tmp_path / "none"), ignore_progress, never_stop)
