"""The cascade against the package whose weights it uses."""

import math
from typing import Any

import cv2
import numpy as np
import pytest

from app.camera.demo.portraits import EILEEN_COLLINS, GRACE_HOPPER, Portrait
from model.runtime.litert import LiteRtNetwork
from model.vision.cascade import image_pyramid
from model.vision.cascade.image_pyramid import HALVING_RATIO, normalise
from model.vision.frame import RgbImage
from model.vision.mtcnn import WEIGHTS, MtcnnFinder

pytestmark = pytest.mark.slow

NETWORKS = {
    "pnet": ("StagePNet", (97, 130)),
    "rnet": ("StageRNet", (24, 24)),
    "onet": ("StageONet", (48, 48)),
}


@pytest.fixture(scope="module")
def original() -> Any:
    from training.experiments.mtcnn_benchmark import ReferenceMtcnn

    return ReferenceMtcnn()


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).uniform(-1, 1, (5, height, width, 3)).astype(np.float32)


def faces(height: int, width: int) -> np.ndarray:
    """Faces in different cuts."""
    portrait = EILEEN_COLLINS.read()
    cuts = [portrait[40 + 4 * i : 150 - 6 * i, 170 + 4 * i : 280 - 6 * i] for i in range(5)]
    return np.stack([normalise(cv2.resize(cut, (width, height)).astype(np.uint8)) for cut in cuts])


@pytest.mark.parametrize("inputs", [noise, faces])
@pytest.mark.parametrize("name", NETWORKS)
def test_networks_compute_what_the_originals_compute(name: str, inputs) -> None:
    import mtcnn.stages

    stage, (height, width) = NETWORKS[name]
    x = inputs(height, width)
    *regressions, classes = (np.asarray(output) for output in getattr(mtcnn.stages, stage)().model(x))
    (ours,) = LiteRtNetwork((WEIGHTS / f"{name}.tflite").read_bytes())(x)
    np.testing.assert_allclose(ours, np.concatenate([*regressions, classes[..., 1:]], axis=-1), atol=1e-5)
    assert ours[..., -1].std() > 1e-4


def cut_at_the_edge(portrait: RgbImage) -> RgbImage:
    """The image's edge cuts through the face."""
    return np.ascontiguousarray(portrait[:300, 190:480])


def enlarged(portrait: RgbImage) -> RgbImage:
    return cv2.resize(portrait, None, fx=1.7, fy=1.7).astype(np.uint8)


def shrunk(portrait: RgbImage) -> RgbImage:
    return cv2.resize(portrait, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA).astype(np.uint8)


@pytest.mark.parametrize("change", [np.copy, cut_at_the_edge, enlarged, shrunk])
@pytest.mark.parametrize("portrait", [EILEEN_COLLINS, GRACE_HOPPER], ids=lambda portrait: portrait.person)
@pytest.mark.parametrize(("halving_ratio", "least_overlap"), [(math.inf, 0.98), (HALVING_RATIO, 0.92)])
def test_cascade_finds_what_the_original_finds(
    original, monkeypatch: pytest.MonkeyPatch, portrait: Portrait, change, halving_ratio, least_overlap
) -> None:
    from training.experiments.mtcnn_benchmark import landmark_distance, match_faces

    monkeypatch.setattr(image_pyramid, "HALVING_RATIO", halving_ratio)
    image = change(portrait.read())
    theirs, ours = original.find(image), MtcnnFinder(min_face_size=20).find(image)
    pairs = match_faces(theirs, ours)
    assert len(pairs) == len(theirs) == len(ours) >= 1
    for first, second, overlap in pairs:
        assert overlap > least_overlap
        assert landmark_distance(first, second) < 1 - least_overlap
        assert second.score == pytest.approx(first.score, abs=0.02)
