"""A few kills of each kind; ``tests.reliability.fault_trials`` runs many more."""

from pathlib import Path

import numpy as np
import pytest

from app.storage.outside_copy import STATE_VARIABLE
from tests.reliability.fault_trials.layout import PERSON
from tests.reliability.fault_trials.process_killer import WorkerReport, run_and_kill
from tests.reliability.fault_trials.protection_trials import (
    PROTECTION_TRIALS,
    AuditTrial,
    LockoutTrial,
    VaultTrial,
)
from tests.reliability.fault_trials.trials import TRIALS, ModelTrial, ReferenceTrial, SettingsTrial

pytestmark = pytest.mark.slow

KILLS = 2


@pytest.mark.parametrize("kind", (*TRIALS, *PROTECTION_TRIALS), ids=lambda kind: kind.kind)
def test_confirmed_files_are_whole_after_a_kill(kind: type, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))
    trial, rng = kind(tmp_path), np.random.default_rng()
    for _ in range(KILLS):
        assert trial.faults(run_and_kill(trial.kind, tmp_path, trial.output_folder, rng)) == []


def test_a_damaged_or_lost_image_is_reported_as_a_fault(tmp_path: Path) -> None:
    trial = ReferenceTrial(tmp_path)
    report = run_and_kill(trial.kind, tmp_path, trial.output_folder, np.random.default_rng(0))
    assert trial.faults(WorkerReport(("gone.jpg",), None)) == ["gone.jpg is lost"]
    (tmp_path / "people" / PERSON / "verification_images" / "torn.jpg").write_bytes(b"\xff\xd8\xff")
    assert "torn.jpg" in "".join(ReferenceTrial(tmp_path).faults(report))


def test_damaged_model_pointers_and_settings_are_reported_as_faults(tmp_path: Path) -> None:
    models, settings = ModelTrial(tmp_path), SettingsTrial(tmp_path)
    assert models.faults(WorkerReport((), "one")) == []
    assert models.faults(WorkerReport((), "two")) == []
    (tmp_path / "models" / "current").write_text("two\ntwo\n")
    assert "two after two is in use" in "".join(models.faults(WorkerReport((), "one")))
    (tmp_path / "settings.json").write_text('{"camera": "7", "lfw_folder": "6 "}')
    assert settings.faults(WorkerReport(("7",), None)) == ["the settings are of two changes"]
    assert "number 7; 3 was confirmed" in "".join(settings.faults(WorkerReport(("3",), "4")))
    (tmp_path / "settings.json").write_text('{"camera"')
    assert "cannot be read" in "".join(settings.faults(WorkerReport((), None)))


def test_lost_faces_attempts_and_entries_are_reported_as_faults(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))
    monkeypatch.setattr("app.vault.passphrase.MEMORY_KIB", 32)
    vault, lockout, audit = (kind(tmp_path / kind.kind) for kind in (VaultTrial, LockoutTrial, AuditTrial))
    (vault.output_folder / "03.jpg").unlink()
    assert vault.faults(WorkerReport((), None)) == ["03.jpg is lost"] * 2
    assert "0 failures" in "".join(lockout.faults(WorkerReport(("7",), "8")))
    assert audit.faults(WorkerReport(("2",), None)) == ["entry 2 is lost"]


def test_a_worker_that_ends_by_itself_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="by itself: nobody home"):
        run_and_kill(
            "", tmp_path, tmp_path, np.random.default_rng(0), ("-c", "raise SystemExit('nobody home')")
        )
