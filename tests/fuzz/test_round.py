from pathlib import Path

import pytest

from tests.fuzz.__main__ import describe, replay
from tests.fuzz.planted_faults import FAULTS
from tests.fuzz.round import FuzzResult, count_executed, fuzz
from tests.fuzz.targets import TARGETS

pytestmark = pytest.mark.slow

HALF_A_SECOND, HALF_A_MINUTE = 1 / 120, 0.5


@pytest.fixture
def rounds(tmp_path: Path):
    pytest.importorskip("atheris", reason="atheris has wheels for Linux alone")

    def run(name: str, target, minutes: float, **options) -> FuzzResult:
        return fuzz(name, target, minutes, tmp_path / "corpus", tmp_path, **options)

    return run


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_saved_and_reported(rounds, fault: str) -> None:
    result = rounds(fault, FAULTS[fault], HALF_A_MINUTE, module="tests.fuzz.planted_faults")
    assert not result.passed
    assert result.found[0].read_bytes().startswith(b"F")
    assert "--again" in describe(result)


def test_a_round_without_findings_extends_the_corpus_and_counts_inputs(rounds, tmp_path: Path) -> None:
    result = rounds("pairs", TARGETS["pairs"], HALF_A_SECOND)
    assert result.passed, result.log.read_text()
    assert result.inputs > 10
    assert describe(result).endswith("inputs, nothing found.")
    assert list((tmp_path / "corpus").iterdir())


def test_a_finding_is_replayed_without_atheris(tmp_path: Path, capsys, monkeypatch) -> None:
    (tmp_path / "refused").write_bytes(b"no JSON")
    assert replay("settings", tmp_path / "refused") == 0
    assert "refused as documented" in capsys.readouterr().out
    (tmp_path / "found").write_bytes(b"F")
    monkeypatch.setitem(TARGETS, "settings", FAULTS["raises"])
    with pytest.raises(KeyError, match="planted"):
        replay("settings", tmp_path / "found")


def test_a_killed_round_reports_its_exit_code(tmp_path: Path) -> None:
    result = FuzzResult("card", 1.0, count_executed("no statistics"), (), -9, tmp_path / "log.txt")
    assert (result.passed, result.inputs) == (False, 0)
    assert "ended with code -9" in describe(result)
