import numpy as np
import pytest

from training.evaluation.threshold_selection import most_accurate_threshold

TABLE = {
    "separate": ([0.8, 0.9], [0.1, 0.2], 0.2),
    "one impostor too similar": ([0.6, 0.7, 0.8], [0.1, 0.9], 0.1),
    "pictures without a face": ([-1.0, 0.9], [-1.0, 0.2], 0.2),
    "no face at all": ([-1.0], [-1.0], 0.0),
}


@pytest.mark.parametrize(("genuine", "impostors", "expected"), TABLE.values(), ids=TABLE)
def test_the_most_accurate_threshold(genuine: list[float], impostors: list[float], expected: float) -> None:
    received = most_accurate_threshold(np.array(genuine, np.float32), np.array(impostors, np.float32))
    assert received == pytest.approx(expected)
