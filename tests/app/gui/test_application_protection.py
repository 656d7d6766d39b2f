"""An encrypted data folder and failed attempts, in the window."""

from pathlib import Path

import pytest

from app.lockout.policy import FREE_FAILURES
from app.lockout.try_limiter import TryLimiter
from app.storage.paths import Paths
from app.vault import management
from app.vault.vault import Vault, encrypted_folders
from model.storage.encrypted_file import set_cipher
from tests.app.gui.scenario_runner import play
from tests.app.gui.test_application import enrol_eileen

pytestmark = pytest.mark.gui


def test_an_encrypted_data_folder_asks_for_its_passphrase(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    enrol_eileen(tmp_path)
    paths = Paths(tmp_path)
    management.encrypt(Vault(paths), passphrase="correct horse", in_keyring=False)
    for folder in encrypted_folders(paths):
        set_cipher(folder, None)

    notes = play("unlock_the_data_folder", tmp_path, environment)

    assert notes["hidden"]
    assert notes["wrong"] == ["The passphrase is wrong. Try again.", "Locked"]
    assert notes["people"] == [True, True]
    assert not notes["collect"]
    assert notes["notices"] == []


def test_after_too_many_failures_the_window_counts_down(tmp_path: Path, environment: dict[str, str]) -> None:
    enrol_eileen(tmp_path)
    for _ in range(FREE_FAILURES):
        TryLimiter(tmp_path).begin("me")

    notes = play("wait_after_failures", tmp_path, environment)

    assert all(line.startswith("5 failed attempts for me. Try again in ") for line in notes["countdown"])
