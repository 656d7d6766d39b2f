import hashlib
import json

import pytest

from app.liveness.checks import layers_in_effect
from app.liveness.user_network import FILE, user_network
from app.storage.paths import Paths
from app.storage.settings import Settings
from model.liveness.mode import LivenessMode
from model.liveness.network import MAX_SCORES, MIN_SCORES, LivenessNetworkError
from model.liveness.result import Layer, LayerStatus, LivenessReason
from model.vision.frame import Frame
from tests.support.fakes import face_at, grey
from tests.support.onnx_networks import write_brightness_network


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path)


def install(paths, **changes):
    """A network that takes bright faces for live ones."""
    paths.liveness.mkdir()
    file = write_brightness_network(paths.liveness / "bright.onnx")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    spec = {"file": file.name, "sha256": digest, "width": 8, "height": 8, "live_output": 0, "min_score": 0.9}
    (paths.liveness / FILE).write_text(json.dumps({**spec, "mean": 128, "scale": 0.1, **changes}))


def results(paths, level, count):
    network = user_network(paths.liveness)
    assert network is not None
    return [network.add(Frame(grey(level), number, number / 30), face_at()) for number in range(count)]


def test_without_a_file_there_is_no_network(paths):
    assert user_network(paths.liveness) is None


def test_a_network_passes_and_denies(paths):
    install(paths)
    assert [result.passed for result in results(paths, 220, MIN_SCORES)] == [False] * (MIN_SCORES - 1) + [
        True
    ]
    denied = results(paths, 60, MAX_SCORES)
    assert {result.status for result in denied[:-1]} == {LayerStatus.GATHERING}
    assert denied[-1].reason is LivenessReason.NETWORK_DENIED


def test_an_output_that_the_network_does_not_have_never_passes(paths):
    install(paths, live_output=7)
    assert results(paths, 220, MAX_SCORES)[-1].reason is LivenessReason.INVALID_MEASURE


def test_it_is_required_with_every_mode_but_none(paths):
    install(paths)
    layers = layers_in_effect(Settings(camera="demo", liveness=LivenessMode.FRESH), paths, lamp=False)
    assert [layer.layer for layer in layers] == [Layer.FRESHNESS, Layer.NETWORK]
    assert layers_in_effect(Settings(camera="demo"), paths, lamp=False) == ()


SPOILED = {
    "another hash": ({"sha256": "0" * 64}, "is not the one that you chose"),
    "a missing file": ({"file": "gone.onnx"}, "cannot be read"),
    "an invalid size": ({"width": "wide"}, "is not valid"),
}


@pytest.mark.parametrize(("changes", "words"), SPOILED.values(), ids=SPOILED)
def test_a_network_that_cannot_be_used_is_an_error(paths, changes, words):
    install(paths, **changes)
    with pytest.raises(LivenessNetworkError, match=words):
        user_network(paths.liveness)


def test_a_file_that_is_no_network_is_an_error(paths):
    install(paths)
    (paths.liveness / "bright.onnx").write_bytes(b"no network")
    digest = hashlib.sha256(b"no network").hexdigest()
    spec = json.loads((paths.liveness / FILE).read_text())
    (paths.liveness / FILE).write_text(json.dumps({**spec, "sha256": digest}))
    with pytest.raises(LivenessNetworkError, match="OpenCV cannot load"):
        user_network(paths.liveness)
