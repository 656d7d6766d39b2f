import hashlib
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from training.distillation.data.views import VIEW_SIZE
from training.distillation.teachers import sface
from training.distillation.teachers.sface import NETWORK_FILE, load_sface
from training.jobs.progress import JobError

openvino = pytest.importorskip("openvino", reason="teachers need OpenVINO: see requirements-recipe.txt")
onnx = pytest.importorskip("onnx", reason="makes the file: see requirements-recipe.txt")


@pytest.fixture
def content(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A network that computes the mean of each channel; its SHA-256 is patched in as SFace's."""
    from onnx import TensorProto, helper

    shapes = {"image": [1, 3, VIEW_SIZE, VIEW_SIZE], "means": [1, 3]}
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    node = helper.make_node("ReduceMean", ["image"], ["means"], axes=[2, 3], keepdims=0)
    graph = helper.make_graph([node], "means", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    serialized = bytes(model.SerializeToString())
    monkeypatch.setattr(sface, "SHA256", hashlib.sha256(serialized).hexdigest())
    return serialized


def expected(views: np.ndarray) -> np.ndarray:
    means = views.mean(axis=(1, 2))
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def test_pixel_values_are_not_normalised(content: bytes, tmp_path: Path) -> None:
    (tmp_path / NETWORK_FILE).write_bytes(content)
    views = pictures_of(1, 3, VIEW_SIZE)
    np.testing.assert_allclose(load_sface(tmp_path / NETWORK_FILE)(views), expected(views), atol=0.01)


def test_the_network_is_read_from_a_wheel(content: bytes, tmp_path: Path) -> None:
    wheel = tmp_path / "faces-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as opened:
        opened.writestr("faces/__init__.py", "raise SystemExit")
        opened.writestr(f"faces/models/{NETWORK_FILE}", content)
    views = pictures_of(2, 3, VIEW_SIZE)
    np.testing.assert_allclose(load_sface(wheel)(views), expected(views), atol=0.01)


def test_another_network_is_rejected(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "other.onnx").write_bytes(content + b" ")
    with pytest.raises(JobError, match=r"is not face_recognition_sface.*Received: SHA-256"):
        load_sface(tmp_path / "other.onnx")


def test_a_wheel_without_the_network_and_a_missing_file_are_errors(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.whl", "w") as opened:
        opened.writestr("nothing.txt", "")
    with pytest.raises(JobError, match=r"no face_recognition_sface.* in .*empty\.whl"):
        load_sface(tmp_path / "empty.whl")
    with pytest.raises(JobError, match=r"none\.onnx cannot be read"):
        load_sface(tmp_path / "none.onnx")
