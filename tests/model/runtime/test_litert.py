from typing import Any

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from model.runtime import litert
from model.runtime.litert import LiteRtNetwork
from model.vision.mtcnn import WEIGHTS


@pytest.fixture
def network() -> LiteRtNetwork:
    return LiteRtNetwork((WEIGHTS / "rnet.tflite").read_bytes())


def inputs(count: int) -> np.ndarray:
    return np.random.default_rng(count).uniform(-1, 1, (count, 24, 24, 3)).astype(np.float32)


def test_a_batch_equals_one_by_one(network: LiteRtNetwork) -> None:
    x = inputs(5)
    (together,) = network(x)
    alone = np.concatenate([network(x[i : i + 1])[0] for i in range(5)])
    assert together.shape == (5, 5)
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_outputs_stay_valid_after_the_next_call(network: LiteRtNetwork) -> None:
    (first,) = network(inputs(2))
    before = first.copy()
    network(-inputs(2))
    np.testing.assert_array_equal(first, before)


def test_only_the_shapes_used_last_stay_allocated(
    network: LiteRtNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    allocated: list[Interpreter] = []

    def interpreter(**options: Any) -> Interpreter:
        allocated.append(Interpreter(**options))
        return allocated[-1]

    monkeypatch.setattr(litert, "MAX_SHAPES", 2)
    monkeypatch.setattr(litert, "Interpreter", interpreter)
    expected = {count: network(inputs(count))[0] for count in (1, 2, 3, 4)}
    assert len(allocated) == 4
    for count in (4, 3, 1, 2):
        np.testing.assert_array_equal(network(inputs(count))[0], expected[count])
    assert len(allocated) == 4 + 2


def test_invalid_content_is_refused() -> None:
    with pytest.raises(ValueError, match="model"):
        LiteRtNetwork(b"no network")
