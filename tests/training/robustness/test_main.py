import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.support.fakes import tree
from tests.training.robustness.synthetic_benchmark import NightBlindFinder, candidate, synthetic_lfw
from training.data.degradations import Degradation, brightness
from training.jobs.cli_job import INTERRUPTED, USAGE
from training.robustness import __main__ as command
from training.robustness.candidates import Candidate

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class InterruptedFinder(NightBlindFinder):
    """Raises SIGINT, as Ctrl+C does, at the first image."""

    def find(self, image: RgbImage) -> list[Face]:
        if not self.calls:
            signal.raise_signal(signal.SIGINT)
        return super().find(image)


def fake_candidates(name: str, folder: Path, on_degraded: bool = True) -> list[Candidate]:
    return [replace(candidate(f"{name}, own head"), on_degraded=on_degraded)]


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One degradation, fake networks, and the signal handlers restored afterwards."""
    before = [signal.getsignal(number) for number in SIGNALS]
    use_finder(monkeypatch, NightBlindFinder(0))
    monkeypatch.setattr(command, "from_bundle", fake_candidates)
    monkeypatch.setattr(command, "from_teacher", lambda file: candidate("teacher", "a teacher"))
    monkeypatch.setattr(command, "DEGRADATIONS", (Degradation("light x0.5", brightness(0.5)),))
    yield
    for number, handler in zip(SIGNALS, before, strict=True):
        signal.signal(number, handler)


def use_finder(monkeypatch: pytest.MonkeyPatch, finder: NightBlindFinder) -> None:
    monkeypatch.setattr(command, "MtcnnFinder", lambda **_: finder)


def call(folder: Path, *more: str) -> int:
    required = ["--lfw", str(folder / "lfw"), "--work", str(folder / "work"), "--bundle", "ours=base"]
    return command.main([*required, *more])


@pytest.mark.slow
def test_tables_are_printed_and_results_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    synthetic_lfw(tmp_path / "lfw")
    out = tmp_path / "results.json"
    assert call(tmp_path, "--teacher", "t.onnx", "--out", str(out)) == 0
    assert "| clean images | ours, own head | teacher |" in capsys.readouterr().out
    stored: dict[str, Any] = json.loads(out.read_bytes())
    assert [result["contestant"] for result in stored["clean"]] == ["ours, own head", "teacher"]
    assert set(stored["clean"][0]["accuracy"]["listed"]) == {"count", "trials", "value", "lower", "upper"}
    (dimmed,) = stored["steadiness"]
    assert dimmed["degradation"] == "light x0.5"
    assert set(dimmed["true_match_rates"]["teacher"]) >= {"0.01", "0.001"}


@pytest.mark.slow
def test_a_bundle_can_be_evaluated_on_clean_images_only(tmp_path: Path) -> None:
    synthetic_lfw(tmp_path / "lfw")
    out = tmp_path / "results.json"
    assert call(tmp_path, "--clean-only", "old=older", "--out", str(out)) == 0
    stored = json.loads(out.read_bytes())
    assert [result["contestant"] for result in stored["clean"]] == ["ours, own head", "old, own head"]
    assert list(stored["steadiness"][0]["true_match_rates"]) == ["ours, own head"]


def test_ctrl_c_stops_without_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    synthetic_lfw(tmp_path / "lfw")
    use_finder(monkeypatch, InterruptedFinder(0))
    out = tmp_path / "results.json"
    assert call(tmp_path, "--out", str(out)) == INTERRUPTED
    received = capsys.readouterr()
    assert received.out == ""
    assert "Stopped in" in received.err
    assert "Run the same command again to continue" in received.err
    assert not out.exists()
    assert all(name.endswith(".npy") for name in tree(tmp_path / "work"))


def test_a_missing_lfw_folder_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path) == USAGE
    assert "Name the folder that holds lfw_funneled" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--bundle", "base"], "Use NAME=FOLDER"),
        (["--bundle", "=base"], "Use NAME=FOLDER"),
        (["--bundle", "ours=other"], "a different name"),
        (["--clean-only", "ours=other"], "a different name"),
        (["--people", "5"], "at least 20 people"),
        (["--out", "nowhere/results.json"], "folder nowhere does not exist"),
    ],
    ids=["no name", "empty name", "same name", "same name again", "few people", "no folder"],
)
def test_wrong_arguments_are_rejected_before_the_benchmark_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as exit_info:
        call(tmp_path, *more)
    assert exit_info.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.slow
def test_people_limits_the_benchmark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    synthetic_lfw(tmp_path / "lfw")
    assert call(tmp_path, "--people", "25") == 0
    assert "50 images of 25 people" in capsys.readouterr().out
