import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from training.jobs.cli_job import USAGE
from training.metrics.error_rates import rate

pytestmark = pytest.mark.slow


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; the third one fails."""
    commands: list[list[str]] = []

    def run(command: list[str], check: bool) -> Any:
        commands.append(command)
        return subprocess.CompletedProcess(command, 3 if len(commands) == 3 else 0)

    monkeypatch.setattr("training.experiments.ablation.subprocess.run", run)
    return commands


def test_every_network_distance_and_loss_is_among_them() -> None:
    from training.experiments.ablation import COMBINATIONS

    assert sorted(map(str, COMBINATIONS)) == [
        "embedding-euclidean-contrastive",
        "embedding-euclidean-cross-entropy",
        "embedding-l1-contrastive",
        "embedding-l1-cross-entropy",
        "koch-euclidean-contrastive",
        "koch-euclidean-cross-entropy",
        "koch-l1-contrastive",
        "koch-l1-cross-entropy",
    ]


def test_existing_bundles_are_not_trained_again_and_a_failure_ends_it(
    tmp_path: Path, started: list[list[str]]
) -> None:
    from training.experiments.ablation import COMBINATIONS, train_missing

    (tmp_path / str(COMBINATIONS[1])).mkdir()
    assert train_missing(tmp_path, ["--epochs", "7"]) == 3
    assert [command[1:3] for command in started] == [["-m", "training.experiments.from_scratch"]] * 3
    outs = [Path(command[command.index("--out") + 1]).name for command in started]
    assert outs == [str(COMBINATIONS[index]) for index in (0, 2, 3)]
    assert all(command[-2:] == ["--epochs", "7"] for command in started)


def test_its_commands_are_valid(
    tmp_path: Path,
    started: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from training.experiments import from_scratch
    from training.experiments.ablation import train_missing

    train_missing(tmp_path, ["--lfw", str(tmp_path / "none")])
    python, flag, module, *options = started[0]
    assert (python, flag, module) == (sys.executable, "-m", from_scratch.__name__)
    monkeypatch.setattr(sys, "argv", [module, *options])
    monkeypatch.setattr(from_scratch, "enable_determinism", lambda: None)
    assert from_scratch.main() == USAGE
    assert "There is no folder" in capsys.readouterr().err


def test_the_cost_of_a_network_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from model.network.bundle_export import ExportedModel
    from tests.support.bundles import PLAIN
    from tests.support.tiny_siamese import DIMENSIONS, tiny_embedding, tiny_siamese
    from training.experiments import ablation

    chosen = ablation.COMBINATIONS[0]
    rates = {measure: rate(30 + place, 40) for place, measure in enumerate(ablation.MEASURES)}
    ExportedModel(tiny_siamese()).export(
        replace(PLAIN, dimensions=DIMENSIONS, metrics=rates), tmp_path / str(chosen)
    )
    monkeypatch.setitem(ablation.NETWORKS, chosen.network, tiny_embedding)
    monkeypatch.setattr(ablation, "COMBINATIONS", (chosen,))
    (row,) = ablation.load_rows(tmp_path)
    assert row.cost.parameters == tiny_embedding().count_params()
    assert min(row.cost.megabytes, row.cost.milliseconds, row.cost.learned_per_second) > 0
    title, _, line = ablation.as_markdown([row]).strip().splitlines()
    assert title.count("|") == line.count("|") == 3 + 4 + 4 + 1
    assert "75.0% (59.8% to 85.8%)" in line
