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
from tests.training.robustness.synthetic_benchmark import NightBlindFinder, contestant, made_up_lfw
from training.data.degradations import Degradation, brightness
from training.jobs.cli_job import INTERRUPTED, USAGE
from training.robustness import __main__ as command
from training.robustness.candidates import Contestant

WISHES = (signal.SIGINT, signal.SIGTERM)


class InterruptedFinder(NightBlindFinder):
    """Somebody presses Ctrl+C while it looks at the first picture."""

    def find(self, image: RgbImage) -> list[Face]:
        if not self.looked:
            signal.raise_signal(signal.SIGINT)
        return super().find(image)


def take_part(name: str, folder: Path, degraded_too: bool = True) -> list[Contestant]:
    return [replace(contestant(f"{name}, own head"), degraded_too=degraded_too)]


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two degradations, made-up networks, and handlers of signals as they were."""
    before = [signal.getsignal(wish) for wish in WISHES]
    use_finder(monkeypatch, NightBlindFinder(0))
    monkeypatch.setattr(command, "from_bundle", take_part)
    monkeypatch.setattr(command, "from_teacher", lambda file: contestant("teacher", "a teacher"))
    monkeypatch.setattr(command, "DEGRADATIONS", (Degradation("light x0.5", brightness(0.5)),))
    yield
    for wish, handler in zip(WISHES, before, strict=True):
        signal.signal(wish, handler)


def use_finder(monkeypatch: pytest.MonkeyPatch, finder: NightBlindFinder) -> None:
    monkeypatch.setattr(command, "MtcnnFinder", lambda **_: finder)


def call(folder: Path, *more: str) -> int:
    required = ["--lfw", str(folder / "lfw"), "--work", str(folder / "work"), "--bundle", "ours=base"]
    return command.main([*required, *more])


@pytest.mark.slow
def test_tables_are_printed_and_everything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made_up_lfw(tmp_path / "lfw")
    out = tmp_path / "contest.json"
    assert call(tmp_path, "--teacher", "t.onnx", "--out", str(out)) == 0
    assert "| clean pictures | ours, own head | teacher |" in capsys.readouterr().out
    stored: dict[str, Any] = json.loads(out.read_bytes())
    assert [result["contestant"] for result in stored["clean"]] == ["ours, own head", "teacher"]
    assert set(stored["clean"][0]["accuracy"]["listed"]) == {"count", "trials", "value", "lower", "upper"}
    (dimmed,) = stored["steadiness"]
    assert dimmed["degradation"] == "light x0.5"
    assert set(dimmed["true_match_rates"]["teacher"]) >= {"0.01", "0.001"}


@pytest.mark.slow
def test_a_bundle_can_be_measured_on_clean_pictures_alone(tmp_path: Path) -> None:
    made_up_lfw(tmp_path / "lfw")
    out = tmp_path / "contest.json"
    assert call(tmp_path, "--clean-only", "old=older", "--out", str(out)) == 0
    stored = json.loads(out.read_bytes())
    assert [result["contestant"] for result in stored["clean"]] == ["ours, own head", "old, own head"]
    assert list(stored["steadiness"][0]["true_match_rates"]) == ["ours, own head"]


def test_ctrl_c_ends_it_cleanly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_lfw(tmp_path / "lfw")
    use_finder(monkeypatch, InterruptedFinder(0))
    out = tmp_path / "contest.json"
    assert call(tmp_path, "--out", str(out)) == INTERRUPTED
    received = capsys.readouterr()
    assert received.out == ""
    assert "Stopped in" in received.err
    assert "The same command goes on" in received.err
    assert not out.exists()
    assert all(name.endswith(".npy") for name in tree(tmp_path / "work"))


def test_a_missing_lfw_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path) == USAGE
    assert "Name the folder that holds lfw_funneled" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["--bundle", "base"], "Write a name, = and a folder"),
        (["--bundle", "=base"], "Write a name, = and a folder"),
        (["--bundle", "ours=other"], "a name of its own"),
        (["--clean-only", "ours=other"], "a name of its own"),
        (["--people", "5"], "20 people are the fewest"),
        (["--out", "nowhere/contest.json"], "no folder nowhere"),
    ],
    ids=["no name", "empty name", "same name", "same name again", "few people", "no folder"],
)
def test_wrong_arguments_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], complaint: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        call(tmp_path, *more)
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


def test_some_people_are_enough_to_try_it_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made_up_lfw(tmp_path / "lfw")
    assert call(tmp_path, "--people", "25") == 0
    assert "50 pictures of 25 people" in capsys.readouterr().out
