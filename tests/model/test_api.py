"""The library as another program uses it."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from model import Sameface
from model.runtime.bundle import SHIPPED_BUNDLE, BundleError
from model.verification.photo_verification import decide_pair
from model.verification.security_levels import Level
from tests.app.test_cli import LEARNING_WORLD, modules_after
from tests.support.bundles import use_model_without_calibration
from tests.support.portraits import COLLINS, HOPPER


@pytest.fixture(scope="module")
def sameface():
    return Sameface()


def examples():
    """The guide's code, with the import of a checkout."""
    guide = SHIPPED_BUNDLE.parents[2] / "docs" / "guide" / "library.md"
    lines = guide.read_text(encoding="utf-8").replace("from sameface import", "from model import")
    return re.findall(r"```python\n(.*?)```", lines, re.DOTALL)


@pytest.mark.parametrize(
    ("other", "expected"), [(COLLINS.read()[:, ::-1].copy(), 1), (HOPPER.read(), 0)], ids=["same", "another"]
)
def test_the_code_in_the_guide_runs(other, expected, capsys):
    namespace = {"photo": COLLINS.read(), "other_photo": other, "images": [COLLINS.read(), other, other]}
    two_photos, one_against_many = examples()
    exec(two_photos, namespace)
    assert type(namespace["answer"].similarity) is float
    assert namespace["answer"].similarity == pytest.approx(expected, abs=0.3)
    assert capsys.readouterr().out.startswith(str(bool(expected)))
    exec(one_against_many, namespace)
    assert namespace["similarities"] == pytest.approx([expected, expected], abs=0.3)


def with_light(factor):
    return (COLLINS.read() * factor).astype(np.uint8)


def beside(*pictures):
    height = min(len(picture) for picture in pictures)
    return np.hstack([picture[:height] for picture in pictures])


PHOTO = COLLINS.read()
HINDERED = {
    "no face": (PHOTO, np.full((300, 300, 3), 90, np.uint8), "other photo: no face"),
    "several faces": (beside(COLLINS.read(), HOPPER.read()), PHOTO, "photo: 2 faces"),
    "too dark": (PHOTO, with_light(0.08), "other photo: too dark"),
    "no file": (Path("gone.jpg"), PHOTO, "photo: gone.jpg does not exist. Check its name."),
    "no picture": (PHOTO, Path(__file__), f"other photo: {__file__} is not a picture, or is damaged."),
    "one pixel": (PHOTO, np.full((1, 1, 3), 90, np.uint8), "other photo: no face"),
}


@pytest.mark.parametrize(("photo", "other", "reason"), HINDERED.values(), ids=HINDERED)
def test_what_hinders_a_comparison_is_a_reason_and_never_verifies(sameface, photo, other, reason):
    answer = sameface.verify(photo, other)
    assert not answer
    assert (answer.verified, answer.similarity) == (False, None)
    assert answer.reason.startswith(reason)
    assert answer.threshold == sameface.card.detection_threshold


def test_photos_are_verified_above_the_threshold_of_the_level(sameface):
    same = sameface.verify(COLLINS.path, COLLINS.read()[:, ::-1].copy())
    assert same
    assert (same.verified, same.reason) == (True, "the faces are similar enough")
    assert same.similarity > same.threshold
    another = sameface.verify(str(COLLINS.path), HOPPER.path)
    assert not another
    assert (another.verified, another.reason) == (False, "the faces are not similar enough")
    assert another.similarity <= another.threshold
    strict = sameface.verify(COLLINS.path, COLLINS.path, Level.STRICT)
    assert strict.threshold >= same.threshold


def test_a_similarity_of_nan_or_at_the_threshold_never_verifies():
    assert decide_pair(0.51, 0.5)
    assert not decide_pair(0.5, 0.5)
    assert not decide_pair(float("nan"), 0.5)


def test_a_level_without_measured_rates_never_verifies(tmp_path):
    use_model_without_calibration(tmp_path)
    answer = Sameface(tmp_path / "bare").verify(PHOTO, PHOTO, Level.STRICT)
    assert (answer.verified, answer.threshold) == (False, None)
    assert answer.reason == "the model was not measured for the level strict"


def test_one_embedding_is_compared_with_many_as_with_each(sameface):
    crop = sameface.align(PHOTO, sameface.find(PHOTO)[0].landmarks)
    one, mirrored, other = sameface.embed([crop, crop[:, ::-1].copy(), with_light(0.5)[:100, :100].copy()])
    many = np.stack([mirrored, other])
    similarities = sameface.compare(one, many)
    assert similarities.shape == (2,)
    assert similarities == pytest.approx(
        [sameface.compare(one, mirrored), sameface.compare(one, other)], abs=1e-6
    )
    assert sameface.compare(one, [mirrored, other]).tolist() == similarities.tolist()
    assert sameface.compare(one, []).shape == (0,)


def test_shapes_and_types_are_as_documented(sameface):
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
    "landmarks in one place": (lambda s: s.align(COLLINS.read(), np.zeros((5, 2))), "finite and distinct"),
    "a photograph for a crop": (
        lambda s: s.embed([COLLINS.read()]),
        r"make them with align. Received: \(512, 512, 3\)",
    ),
    "embeddings in one array": (
        lambda s: s.compare(np.zeros((1, 128)), np.zeros(128)),
        r"Received: \(1, 128\)",
    ),
    "several of another model": (
        lambda s: s.compare(np.zeros(128), np.zeros((3, 512))),
        r"Received: \(512,\)",
    ),
    "a photo of floats": (lambda s: s.verify(FLOAT, COLLINS.read()), "Received: ndarray of float64"),
    "another model's": (lambda s: s.compare(np.zeros(128), np.zeros(512)), r"Received: \(512,\)"),
}


@pytest.mark.parametrize(("call", "message"), WRONG.values(), ids=WRONG)
def test_wrong_arguments_are_refused_with_what_was_received(sameface, call, message):
    with pytest.raises(ValueError, match=message):
        call(sameface)


def test_another_bundle_is_used_and_a_damaged_one_refused(tmp_path):
    other = shutil.copytree(SHIPPED_BUNDLE, tmp_path / "other")
    Sameface(other)
    (other / "head.json").write_text("{}")
    with pytest.raises(BundleError, match="is refused"):
        Sameface(other)


@pytest.mark.slow
def test_importing_model_costs_nothing_and_the_library_never_needs_the_learning_world():
    assert modules_after("import model").isdisjoint({"numpy", "cv2", "ai_edge_litert"})
    assert modules_after("from model import Sameface\nSameface()").isdisjoint({*LEARNING_WORLD, "kivy"})


def test_what_model_does_not_export_is_no_attribute():
    import model

    with pytest.raises(AttributeError, match="no attribute 'Sameform'"):
        model.Sameform  # noqa: B018
