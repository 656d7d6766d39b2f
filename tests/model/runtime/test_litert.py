import numpy as np
import pytest

from model.runtime import litert
from model.runtime.litert import LiteRtNetwork
from model.vision.mtcnn import WEIGHTS


@pytest.fixture
def network() -> LiteRtNetwork:
    return LiteRtNetwork((WEIGHTS / "rnet.tflite").read_bytes())


def inputs(count: int) -> np.ndarray:
    return np.random.default_rng(count).uniform(-1, 1, (count, 24, 24, 3)).astype(np.float32)


def test_a_batch_is_answered_as_one_by_one(network: LiteRtNetwork) -> None:
    x = inputs(5)
    (together,) = network(x)
    alone = np.concatenate([network(x[i : i + 1])[0] for i in range(5)])
    assert together.shape == (5, 5)
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_answers_are_kept_when_the_network_answers_again(network: LiteRtNetwork) -> None:
    (first,) = network(inputs(2))
    before = first.copy()
    network(-inputs(2))
    np.testing.assert_array_equal(first, before)


def test_old_shapes_are_forgotten_and_come_back(
    network: LiteRtNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(litert, "MAX_SHAPES", 2)
    expected = {count: network(inputs(count))[0] for count in (1, 2, 3, 4)}
    for count in (4, 1, 3, 2):
        np.testing.assert_array_equal(network(inputs(count))[0], expected[count])
    assert len(network._ready) == 2


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="model"):
        LiteRtNetwork(b"no network")
