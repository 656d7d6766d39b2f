from pathlib import Path

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from training.distillation.data.views import VIEW_SIZE
from training.distillation.teachers.teacher import DEVIATION, MEAN, OnnxTeacher
from training.jobs.progress import JobError

openvino = pytest.importorskip("openvino", reason="teachers need OpenVINO: see requirements-recipe.txt")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """Computes the mean of each channel of its input."""
    from openvino import opset13 as ops

    image = ops.parameter([-1, 3, VIEW_SIZE, VIEW_SIZE], np.float32, "image")
    means = ops.reduce_mean(image, np.array([2, 3]), keep_dims=False)
    file = tmp_path / "teacher.xml"
    openvino.save_model(openvino.Model([means], [image]), file)
    return file


@pytest.mark.parametrize("count", [1, 5, 70])
def test_views_are_normalised_and_embeddings_have_length_one(network: Path, count: int) -> None:
    views = np.concatenate([pictures_of(person, 1, VIEW_SIZE) for person in range(count)])
    means = (views.mean(axis=(1, 2)) / 255 - MEAN) / DEVIATION
    expected = means / np.linalg.norm(means, axis=1, keepdims=True)
    received = OnnxTeacher(network)(views)
    assert received.dtype == np.float32
    np.testing.assert_allclose(received, expected, atol=0.02)


def test_a_file_that_is_not_a_network_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "teacher.onnx").write_bytes(b"nothing")
    with pytest.raises(JobError, match=r"teacher\.onnx is not an ONNX network"):
        OnnxTeacher(tmp_path / "teacher.onnx")
