from pathlib import Path

import pytest

from tests.fuzz.__main__ import in_words, try_again
from tests.fuzz.planted_faults import FAULTS
from tests.fuzz.round import Outcome, executed, fuzz
from tests.fuzz.targets import TARGETS

pytestmark = pytest.mark.slow

HALF_A_SECOND, HALF_A_MINUTE = 1 / 120, 0.5


@pytest.fixture
def rounds(tmp_path: Path):
    pytest.importorskip("atheris", reason="atheris has wheels for Linux alone")

    def run(name: str, target, minutes: float, **options) -> Outcome:
        return fuzz(name, target, minutes, tmp_path / "corpus", tmp_path, **options)

    return run


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_kept_and_told(rounds, fault: str) -> None:
    outcome = rounds(fault, FAULTS[fault], HALF_A_MINUTE, module="tests.fuzz.planted_faults")
    assert not outcome.well
    assert outcome.found[0].read_bytes().startswith(b"F")
    assert "--again" in in_words(outcome)
    assert outcome.minutes < HALF_A_MINUTE


def test_a_round_without_a_finding_adds_to_the_corpus_and_tells_how_much_it_tried(
    rounds, tmp_path: Path
) -> None:
    outcome = rounds("pairs", TARGETS["pairs"], HALF_A_SECOND)
    assert outcome.well, outcome.log.read_text()
    assert outcome.inputs > 10
    assert in_words(outcome).endswith("inputs, nothing found.")
    assert list((tmp_path / "corpus").iterdir())


def test_what_was_found_is_tried_again_without_atheris(tmp_path: Path, capsys, monkeypatch) -> None:
    (tmp_path / "refused").write_bytes(b"no JSON")
    assert try_again("settings", tmp_path / "refused") == 0
    assert "refused as documented" in capsys.readouterr().out
    (tmp_path / "found").write_bytes(b"F")
    monkeypatch.setitem(TARGETS, "settings", FAULTS["raises"])
    with pytest.raises(KeyError, match="planted"):
        try_again("settings", tmp_path / "found")


def test_a_round_that_was_killed_says_so_without_a_file(tmp_path: Path) -> None:
    outcome = Outcome("card", 1.0, executed("no statistics"), (), -9, tmp_path / "log.txt")
    assert (outcome.well, outcome.inputs) == (False, 0)
    assert "ended with code -9" in in_words(outcome)
