from pathlib import Path

import numpy as np
import pytest

from tests.training.robustness.synthetic_benchmark import benchmark_context, candidate, synthetic_lfw
from training.jobs.progress import JobError
from training.robustness.benchmark import run_benchmark
from training.robustness.datasets import Datasets, load_datasets
from training.robustness.landmark_file import NAME, RelocatedFaces, load_landmarks

ROW = np.float32([10, 20, 100, 120, 40, 60, 80, 60, 60, 80, 45, 100, 75, 100, 0.9])


def write(file: Path, names: list[str], rows: np.ndarray) -> Path:
    np.savez(file, names=np.array(names), v=rows)
    return file


def test_faces_are_found_by_the_name_of_the_image(tmp_path: Path) -> None:
    rows = np.stack([ROW, np.full(15, np.nan)])
    landmarks = load_landmarks(write(tmp_path / "points.npz", ["Ann_0001.jpg", "Bob_0001.jpg"], rows))
    assert list(landmarks.faces) == ["Ann_0001.jpg"]
    face = landmarks.faces["Ann_0001.jpg"]
    assert (face.box.left, face.box.top, face.box.width, face.box.height) == (10, 20, 100, 120)
    assert face.landmarks[1].tolist() == [80, 60]
    assert face.score == pytest.approx(0.9)


@pytest.mark.parametrize("content", [b"", b"PK no zip", None])
def test_another_file_is_an_error(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "points.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(JobError, match=r"no landmarks.*Name an \.npz file"):
        load_landmarks(file)


def test_a_file_without_landmarks_is_an_error(tmp_path: Path) -> None:
    np.savez(tmp_path / "points.npz", names=np.array(["Ann.jpg"]))
    with pytest.raises(JobError, match="no landmarks"):
        load_landmarks(tmp_path / "points.npz")


def datasets_with_landmarks(folder: Path) -> Datasets:
    """The detector of the file found no face in the last image."""
    datasets = load_datasets(synthetic_lfw(folder / "lfw"))
    names = [Path(name).name for name in datasets.evaluation.images]
    rows = np.tile(ROW, (len(names) - 1, 1))
    landmarks = load_landmarks(write(folder / "points.npz", names[:-1], rows))
    return Datasets(datasets.lfw, datasets.evaluation, datasets.calibration, landmarks)


@pytest.mark.slow
def test_the_benchmark_has_a_row_for_them(tmp_path: Path) -> None:
    datasets = datasets_with_landmarks(tmp_path)
    (result,) = run_benchmark([candidate()], datasets, [], benchmark_context(tmp_path / "work")).degraded
    assert result.degradation == NAME
    assert result.missing_faces.images == [datasets.evaluation.images[-1]]
    assert result.true_match_rates["colours"][1e-2].value > 0.7


def test_other_landmarks_are_another_image_set(tmp_path: Path) -> None:
    datasets = datasets_with_landmarks(tmp_path)
    assert datasets.landmarks is not None
    relocated = RelocatedFaces(datasets.evaluation, datasets.landmarks)
    assert relocated.fingerprint() != datasets.evaluation.fingerprint()
