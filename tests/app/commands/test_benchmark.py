"""``benchmark`` as a user runs it."""

import json
import sys
from pathlib import Path

import pytest

from app.benchmark import scaling, startup, suite
from app.benchmark.baselines import baselines
from app.benchmark.startup import command_time
from app.benchmark.timing import Timing
from app.cli import main
from app.system.exit_codes import Exit
from app.system.subprocess_probe import ProbeResult
from tests.app.benchmark.test_suite import taking


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Smaller versions of everything slow."""
    monkeypatch.setattr(scaling, "PEOPLE", 3)
    monkeypatch.setattr(suite, "REFERENCES", 2)
    monkeypatch.setattr(suite, "startups", lambda: {"--help": taking(90), "the window opens": None})


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_the_table_and_the_file_hold_the_same_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures.json"
    arguments = ["--frames", "20", "--seconds", "600", "--no-baselines", "--json", str(out)]
    assert main(["benchmark", *arguments, "--data", str(tmp_path / "data")]) == Exit.DONE
    found, table = json.loads(out.read_text()), capsys.readouterr().out
    assert (found["frames"], found["references"]) == (20, 2)
    followed, searched = found["live"]["followed"]["runs"], found["live"]["searched"]["runs"]
    assert (followed, searched) == (19, 1)
    assert list(found["sizes"]) == ["640x480", "1280x720", "1920x1080"]
    assert found["faces"]["2 faces"]["followed"] is None
    assert list(found["compared"]) == ["1", "50", "500", "5000"]
    assert list(found["liveness"]["checks"]) == ["freshness", "depth"]
    assert found["liveness"]["whole"]["whole"]["runs"] == found["liveness"]["checks"]["depth"]["runs"] == 20
    assert f"{found['liveness']['processor_ms']:.2f}" in table
    assert found["startups"]["the window opens"] is None
    for name, ratio in found["ratios"].items():
        assert f"{ratio:.2f}" in next(line for line in table.splitlines() if name in line)
    assert "start-up: the window opens" in table
    assert "Skipped, as requested." in table


def test_a_missing_folder_is_an_error_before_anything_is_measured(tmp_path: Path, capsys) -> None:
    out = tmp_path / "gone" / "figures.json"
    assert main(["benchmark", "--json", str(out), "--data", str(tmp_path)]) == Exit.USAGE
    assert str(out.parent) in capsys.readouterr().err


def test_a_damaged_model_is_an_error(tmp_path: Path, capsys) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "current").write_text("gone")
    assert main(["benchmark", "--data", str(tmp_path)]) == Exit.COULD_NOT
    assert "is missing" in capsys.readouterr().err


OTHERS = {
    "no TensorFlow": (ProbeResult(None, missing="tensorflow"), "Skipped: tensorflow is not installed."),
    "it crashed": (ProbeResult(None, "It crashed (signal 9)."), "Skipped. It crashed (signal 9)."),
}


@pytest.mark.parametrize(("outcome", "sentence"), OTHERS.values(), ids=OTHERS)
def test_unavailable_baselines_are_left_out_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, outcome: ProbeResult, sentence: str
) -> None:
    monkeypatch.setattr("app.benchmark.baselines.run_probe", lambda *_: outcome)
    assert baselines(50) == sentence


@pytest.mark.slow
def test_the_tutorials_method_and_mtcnn_are_timed() -> None:
    found = baselines(1, pictures=4)
    assert not isinstance(found, str), found
    assert found.tutorial.runs == 3
    assert found.tutorial.median_ms > 1
    assert found.mtcnn.median_ms > 1
    assert found.ready_s > 0


def test_commands_are_timed_and_those_that_fail_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "TIMES", 2)
    timing = command_time([sys.executable, "-c", "pass"])
    assert isinstance(timing, Timing)
    assert timing.runs == 2
    assert command_time([sys.executable, "-c", "import sys; sys.exit(3)"]) is None
