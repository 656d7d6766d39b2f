"""The library as somebody else's program uses it."""

import re
import shutil

import numpy as np
import pytest

from model import Sameface
from model.runtime.bundle import SHIPPED_BUNDLE, BundleError
from tests.app.test_cli import LEARNING_WORLD, modules_after
from tests.portraits import COLLINS, HOPPER


@pytest.fixture(scope="module")
def sameface():
    return Sameface()


def five_lines():
    readme = (SHIPPED_BUNDLE.parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## As a library")[2]
    return re.search(r"```python\n(.*?)```", section, re.DOTALL)[1]


@pytest.mark.parametrize(
    ("other", "expected"), [(COLLINS.read()[:, ::-1].copy(), 1), (HOPPER.read(), 0)], ids=["same", "another"]
)
def test_the_readmes_lines_run_as_they_stand(other, expected):
    namespace = {"photo": COLLINS.read(), "other_photo": other}
    exec(five_lines(), namespace)
    assert type(namespace["similarity"]) is float
    assert namespace["similarity"] == pytest.approx(expected, abs=0.1)


def test_the_readme_has_five_lines():
    assert len([line for line in five_lines().splitlines() if line]) == 5


def test_shapes_and_types_are_as_told(sameface):
    image = HOPPER.read()
    (face,) = sameface.find(image)
    crop = sameface.align(image, face.landmarks)
    assert (crop.shape, crop.dtype) == ((100, 100, 3), np.uint8)
    embeddings = sameface.embed([crop, crop])
    assert (embeddings.shape, embeddings.dtype) == ((2, 128), np.float32)
    assert np.linalg.norm(embeddings, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert sameface.embed([]).shape == (0, 128)
    assert sameface.compare(*embeddings) > 0.99
    assert sameface.find(np.zeros((100, 100, 3), np.uint8)) == []


GREY, FLOAT = np.zeros((50, 50), np.uint8), np.zeros((50, 50, 3))
WRONG = {
    "a grey picture": (lambda s: s.find(GREY), r"Received: shape \(50, 50\)"),
    "an empty picture": (lambda s: s.find(np.zeros((0, 50, 3), np.uint8)), r"Received: shape \(0, 50, 3\)"),
    "floats": (lambda s: s.find(FLOAT), "Received: ndarray of float64"),
    "a name": (lambda s: s.find("photo.jpg"), "Received: str of no dtype"),
    "one landmark": (lambda s: s.align(COLLINS.read(), np.zeros((1, 2))), r"Received: \(1, 2\)"),
    "landmarks in one place": (lambda s: s.align(COLLINS.read(), np.zeros((5, 2))), "finite and apart"),
    "a photograph for a crop": (lambda s: s.embed([COLLINS.read()]), r"use align. Received: \(512, 512, 3\)"),
    "embeddings in one array": (
        lambda s: s.compare(np.zeros((1, 128)), np.zeros(128)),
        r"Received: \(1, 128\)",
    ),
    "another model's": (lambda s: s.compare(np.zeros(128), np.zeros(512)), r"Received: \(512,\)"),
}


@pytest.mark.parametrize(("call", "told"), WRONG.values(), ids=WRONG)
def test_wrong_arguments_are_told_with_what_was_received(sameface, call, told):
    with pytest.raises(ValueError, match=told):
        call(sameface)


def test_another_bundle_is_used_and_a_damaged_one_refused(tmp_path):
    other = shutil.copytree(SHIPPED_BUNDLE, tmp_path / "other")
    Sameface(other)
    (other / "head.json").write_text("{}")
    with pytest.raises(BundleError, match="is refused"):
        Sameface(other)


def test_importing_model_costs_nothing_and_the_library_never_needs_the_learning_world():
    assert modules_after("import model").isdisjoint({"numpy", "cv2", "ai_edge_litert"})
    assert modules_after("from model import Sameface\nSameface()").isdisjoint({*LEARNING_WORLD, "kivy"})


def test_what_model_does_not_export_is_no_attribute():
    import model

    with pytest.raises(AttributeError, match="no attribute 'Sameform'"):
        model.Sameform  # noqa: B018
