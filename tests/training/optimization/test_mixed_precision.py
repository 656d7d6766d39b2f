from itertools import chain
from types import SimpleNamespace

import numpy as np
import pytest

pytestmark = pytest.mark.slow


def test_mixed_precision_changes_little_and_can_be_reverted() -> None:
    import keras

    from model.network.embedding import build_embedding
    from training.optimization.mixed_precision import FLOAT32, MIXED_BFLOAT16, set_dtype_policy

    keras.utils.set_random_seed(0)
    embedding = build_embedding()
    crops = np.random.default_rng(0).uniform(0, 255, (2, 100, 100, 3)).astype(np.float32)
    full = np.asarray(embedding(crops))
    set_dtype_policy(MIXED_BFLOAT16, embedding)
    mixed = np.asarray(embedding(crops))
    set_dtype_policy(FLOAT32, embedding)
    assert mixed.dtype == np.float32
    assert 0.99 < (mixed * full).sum(axis=1).min() < 1 - 1e-7
    np.testing.assert_array_equal(np.asarray(embedding(crops)), full)
    assert {variable.dtype for variable in embedding.variables} == {"float32"}


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ([(8, 0)], "mixed_bfloat16"),
        ([(9, 0), (12, 0)], "mixed_bfloat16"),
        ([(7, 5)], "float32"),
        ([(9, 0), (7, 0)], "float32"),
        ([None], "float32"),
    ],
    ids=["Ampere", "newer ones", "Turing", "one too old", "of another maker"],
)
def test_every_gpu_must_have_bfloat16(
    monkeypatch: pytest.MonkeyPatch, capabilities: list[tuple[int, int] | None], expected: str
) -> None:
    import tensorflow as tf

    from training.optimization.mixed_precision import device_policy, fastest_policy

    details = [{"compute_capability": each} if each else {} for each in capabilities]
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: range(len(details)))
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda gpu: details[gpu])
    assert (fastest_policy(), device_policy()) == (expected, expected)


@pytest.mark.parametrize(
    ("mixed_s", "expected"), [(0.5, "mixed_bfloat16"), (0.9, "float32"), (1.5, "float32")]
)
def test_a_processor_is_measured_only_for_the_fastest_policy(
    monkeypatch: pytest.MonkeyPatch, mixed_s: float, expected: str
) -> None:
    import tensorflow as tf

    from training.optimization.mixed_precision import device_policy, fastest_policy

    asked: list[tuple[str, ...]] = []

    def measure(*dtypes: tf.DType) -> list[float]:
        asked.append(tuple(dtype.name for dtype in dtypes))
        return [mixed_s, 1.0]

    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: [])
    assert device_policy() == "float32"
    assert not asked
    assert fastest_policy(measure) == expected
    assert asked == [("bfloat16", "float32")]


def test_the_shortest_run_after_the_warm_up_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    import tensorflow as tf

    from training.optimization.mixed_precision import TIMED_ROUNDS, shortest_seconds

    seconds = [0.1, 0.2] + [9.0, 8.0] * (TIMED_ROUNDS - 1) + [3.0, 5.0]
    looks = chain.from_iterable((0.0, one) for one in seconds)
    clock = SimpleNamespace(perf_counter=lambda: next(looks))
    monkeypatch.setattr("training.optimization.mixed_precision.time", clock)
    assert shortest_seconds(tf.bfloat16, tf.float32) == [3.0, 5.0]
    assert next(looks, None) is None
