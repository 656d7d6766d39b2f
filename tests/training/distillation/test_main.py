import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.optional_packages import needs_torch
from training.distillation import __main__ as command
from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.hyperparameters import DistillationPlan
from training.jobs.progress import JobCancelled


def arguments(tmp_path: Path, *more: str) -> list[str]:
    (tmp_path / "teacher.onnx").touch()
    given = {"data": tmp_path, "teacher": tmp_path / "teacher.onnx", "lfw": tmp_path, "work": tmp_path}
    given |= {"out": tmp_path / "out"}
    return ["distillation", *(f"--{name}={value}" for name, value in given.items()), *more]


def run_options(argv: list[str], monkeypatch: pytest.MonkeyPatch, device: str = "cpu") -> Any:
    """The options that the pipeline gets on a machine with ``device``."""
    import torch

    from training.distillation import pipeline
    from training.distillation.network import student

    seen: list[Any] = []

    def run(options: Any, report: Any, should_stop: Any) -> Any:
        seen.append(options)
        raise JobCancelled("Stopped.")

    monkeypatch.setattr(student, "best_device", lambda: torch.device(device))
    monkeypatch.setattr(pipeline, "run_pipeline", run)
    monkeypatch.setattr(sys, "argv", argv)
    assert command.main() == 130
    return seen[0]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--network", "residual", "--sface", "x.onnx"], "--sface needs --network"),
        (["--only-sface"], "--only-sface needs --sface"),
        (["--network", "residual", "--accelerated"], "trains without --accelerated"),
        (["--network", "compact", "--no-accelerated"], "need --accelerated"),
    ],
)
def test_options_that_exclude_each_other_are_an_error(
    more: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", arguments(tmp_path, *more))
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.slow
@needs_torch
@pytest.mark.parametrize(
    ("device", "more", "network", "plan"),
    [
        ("cpu", [], "mobilefacenet", DistillationPlan),
        ("cuda", [], "mobilefacenet", AcceleratedPlan),
        ("cuda", ["--no-accelerated"], "mobilefacenet", DistillationPlan),
        ("cuda", ["--network", "residual"], "residual", DistillationPlan),
        ("cpu", ["--network", "compact"], "compact", AcceleratedPlan),
        ("cpu", ["--accelerated"], "mobilefacenet", AcceleratedPlan),
    ],
)
def test_an_accelerator_is_used_where_there_is_one(
    device: str, more: list[str], network: str, plan: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = run_options(arguments(tmp_path, *more), monkeypatch, device)
    assert options.network == network
    assert type(options.plan) is plan


@pytest.mark.slow
@needs_torch
def test_the_values_of_a_plan_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ["--network", "compact", "--rounds", "9", "--seed", "3"]
    plan = run_options(arguments(tmp_path, *given, "--learning-rate", "0.5"), monkeypatch).plan
    assert (plan.all_layers.epochs, plan.all_layers.learning_rate, plan.seed) == (9, 0.5, 3)
    assert plan.new_layers.epochs == 50
    assert plan.crops == (50 + 9) * 4096
    whole = ["--accelerated", "--network", "mobilefacenet"]
    assert run_options(arguments(tmp_path, *whole), monkeypatch).plan.new_layers.epochs == 0
