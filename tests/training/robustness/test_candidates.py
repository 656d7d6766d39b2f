from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from model.runtime.bundle import EMBEDDING, SHIPPED_BUNDLE, BundleError, load_bundle
from model.runtime.model_card import FileDigest
from model.runtime.similarity_head import Head
from model.vision.alignment import TEMPLATE, align
from tests.support.bundles import card_with
from tests.support.fakes import FakeEmbedder
from tests.support.synthetic_people import pictures_of
from tests.training.distillation.synthetic_faces import colour_teacher
from training.jobs.progress import JobError
from training.robustness import candidates
from training.robustness.candidates import Candidate, CosineComparator, from_bundle, from_teacher

PICTURE = pictures_of(1, 1, 200)[0]
LANDMARKS = TEMPLATE * np.float32(1.2) + np.float32(30)


class LongEmbedder(FakeEmbedder):
    """Its embeddings do not have length 1."""

    def embed(self, crops: list[np.ndarray]) -> np.ndarray:
        return 40 * super().embed(crops)


def use_bundle(monkeypatch: pytest.MonkeyPatch, embedder: FakeEmbedder, crop_size: int = 100) -> None:
    files = {EMBEDDING: FileDigest(sha256="f" * 64, size=1)}
    bundle = SimpleNamespace(
        card=card_with(crop_size=crop_size, files=files),
        head=Head(np.ones(3, np.float32), 0.0),
        embed=embedder.embed,
    )
    monkeypatch.setattr(candidates, "load_bundle", lambda folder: bundle)


@pytest.mark.parametrize(
    ("other", "expected"), [([1, 0], 1.0), ([0, 1], 0.5), ([-1, 0], 0.0), ([0.6, 0.8], 0.8)]
)
def test_the_cosine_is_a_similarity_between_0_and_1(other: list[float], expected: float) -> None:
    similarity = CosineComparator().similarity(np.float32([1, 0]), np.float32([other]))
    assert similarity.dtype == np.float32
    assert similarity.tolist() == [pytest.approx(expected)]


def test_a_bundle_gives_two_candidates_that_share_one_network() -> None:
    head, cosine = from_bundle("ours", SHIPPED_BUNDLE)
    assert (head.name, cosine.name) == ("ours, own head", "ours, cosine")
    assert head.network is cosine.network
    bundle, crop = load_bundle(), align(PICTURE, LANDMARKS)
    np.testing.assert_array_equal(head.network.crop(PICTURE, LANDMARKS), crop)
    np.testing.assert_array_equal(head.network.embed(crop[None]), bundle.embed([crop]))
    points = bundle.head.coordinates(np.eye(128, dtype=np.float32))
    np.testing.assert_array_equal(head.comparator.coordinates(np.eye(128, dtype=np.float32)), points)
    np.testing.assert_array_equal(
        head.comparator.similarity(points[0], points), bundle.head.similarity(points[0], points)
    )


def test_embeddings_of_other_lengths_have_no_cosine(monkeypatch: pytest.MonkeyPatch) -> None:
    use_bundle(monkeypatch, LongEmbedder())
    assert [candidate.name for candidate in from_bundle("koch", Path("koch"))] == ["koch, own head"]


def test_a_bundle_for_other_crops_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    use_bundle(monkeypatch, FakeEmbedder(), crop_size=64)
    with pytest.raises(JobError, match="small takes 64"):
        from_bundle("small", Path("small"))


def test_a_missing_bundle_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="none is refused"):
        from_bundle("none", tmp_path / "none")


@pytest.fixture
def teacher(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Candidate:
    monkeypatch.setattr(candidates, "OnnxTeacher", lambda file: colour_teacher)
    (tmp_path / "teacher.onnx").write_bytes(b"a network")
    return from_teacher(tmp_path / "teacher.onnx")


def test_the_teacher_gets_the_aligned_face_in_its_input_size(teacher: Candidate) -> None:
    image = np.zeros((200, 200, 3), np.uint8)
    for column, row in LANDMARKS.round().astype(int):
        image[row - 1 : row + 2, column - 1 : column + 2] = 255
    view = teacher.network.crop(image, LANDMARKS)
    assert view.shape == (112, 112, 3)
    for column, row in (TEMPLATE * np.float32(1.12)).round().astype(int):
        assert view[row, column].min() > 150


def test_the_teacher_compares_by_cosine(teacher: Candidate) -> None:
    assert teacher.name == "teacher, cosine"
    assert isinstance(teacher.comparator, CosineComparator)
    assert teacher.network.embed(np.stack([PICTURE])).shape == (1, 8)


def test_a_missing_teacher_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"teacher\.onnx cannot be read"):
        from_teacher(tmp_path / "teacher.onnx")
