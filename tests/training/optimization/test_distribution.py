import json

import pytest

from training.jobs.progress import JobError, never_stop

pytestmark = pytest.mark.slow

CLUSTER = {"worker": ["127.0.0.1:1", "127.0.0.1:2"]}


@pytest.mark.parametrize(
    "config",
    [
        None,
        "one:2222",
        "{}",
        json.dumps({"cluster": {"worker": []}, "task": {"type": "worker", "index": 0}}),
        json.dumps({"cluster": CLUSTER, "task": {"type": "worker"}}),
        json.dumps({"cluster": CLUSTER, "task": {"type": "worker", "index": 2}}),
    ],
    ids=["none", "no JSON", "empty", "no machines", "no index", "an index too large"],
)
def test_several_machines_must_be_named(config: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    from training.optimization.distribution import Distribution, create_replicas

    monkeypatch.delenv("TF_CONFIG", raising=False)
    if config is not None:
        monkeypatch.setenv("TF_CONFIG", config)
    with pytest.raises(JobError, match="TF_CONFIG"):
        create_replicas(Distribution.MACHINES, never_stop)


def test_without_a_gpu_none_can_be_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    import tensorflow as tf

    from training.optimization.distribution import Distribution, create_replicas

    monkeypatch.setattr(tf.config, "list_logical_devices", lambda kind: [])
    with pytest.raises(JobError, match="no GPU"):
        create_replicas(Distribution.GPUS, never_stop)


def test_one_device_is_the_chief_of_itself() -> None:
    from training.optimization.distribution import Distribution, create_replicas

    replicas = create_replicas(Distribution.NONE, never_stop)
    assert (replicas.count, replicas.chief, replicas.several_processes) == (1, True, False)
    assert replicas.local_slice(10) == slice(0, 10)
    assert replicas.broadcast_from_chief(lambda: b"word") == b"word"
    assert [replicas.any_process(signal_number) for signal_number in (True, False)] == [True, False]
