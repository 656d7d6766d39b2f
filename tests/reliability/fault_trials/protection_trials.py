"""Trials of protection: a kill must lose no face, open nothing, give no attempt back and break no chain."""

import os
from pathlib import Path

from app.audit.audit_log import AuditLog
from app.lockout.try_limiter import TryLimiter
from app.storage.outside_copy import STATE_VARIABLE
from app.storage.paths import Paths
from app.vault import management
from app.vault.conversion import face_files
from app.vault.header import VaultState
from app.vault.vault import Vault
from model.storage.encrypted_file import LockedError, is_encrypted, read_file, set_cipher
from tests.reliability.fault_trials.layout import PASSPHRASE, PERSON
from tests.reliability.fault_trials.process_killer import WorkerReport

FACES = 25


def use_state_in(folder: Path) -> None:
    """Keep the copies outside the data folder in ``folder``, for this process and its workers."""
    os.environ[STATE_VARIABLE] = str(folder / "state")


class VaultTrial:
    """Encrypting, replacing the key and decrypting, over and over."""

    kind = "encrypting"

    def __init__(self, folder: Path) -> None:
        use_state_in(folder)
        self._paths = Paths(folder)
        self.output_folder = self._paths.people / PERSON / "anchor"
        self.output_folder.mkdir(parents=True)
        self._faces = {f"{number:02d}.jpg": os.urandom(20_000) for number in range(FACES)}
        for name, content in self._faces.items():
            (self.output_folder / name).write_bytes(content)

    def faults(self, report: WorkerReport) -> list[str]:
        faults_found = [*self._lost_faces(), *self._opened_faces()]
        vault = self._open(PASSPHRASE)
        management.encrypt(vault, passphrase=PASSPHRASE, in_keyring=False)
        if vault.status.changing_key:
            management.replace_key(vault, PASSPHRASE)
        plain = [path.name for path in self._files() if not is_encrypted(path.read_bytes())]
        unfinished = (
            [] if vault.status.state is VaultState.ENCRYPTED else ["the encryption cannot be finished"]
        )
        return [
            *faults_found,
            *unfinished,
            *(f"{name} stays in the clear" for name in plain),
            *self._lost_faces(),
        ]

    def _lost_faces(self) -> list[str]:
        self._open(PASSPHRASE)
        found = {path.name: read_file(path) for path in self._files()}
        return [f"{name} is lost" for name, content in self._faces.items() if found.get(name) != content]

    def _opened_faces(self) -> list[str]:
        """Files that a thief without the passphrase reads although they are encrypted."""
        try:
            self._open("a guess").keys()
        except LockedError:
            return []
        finally:
            set_cipher(self._paths.people, None)
        encrypted = any(is_encrypted(path.read_bytes()) for path in self._files())
        return ["another passphrase opens the vault"] if encrypted else []

    def _open(self, passphrase: str) -> Vault:
        vault = Vault(self._paths, lambda: passphrase)
        vault.mount()
        return vault

    def _files(self) -> list[Path]:
        return list(face_files(self._paths.people))


class LockoutTrial:
    """Failed attempts, until the owner unlocks at 40."""

    kind = "failing attempts"

    def __init__(self, folder: Path) -> None:
        use_state_in(folder)
        self.output_folder = folder
        self._last = 0

    def faults(self, report: WorkerReport) -> list[str]:
        """The count is the confirmed one, or that of the interrupted attempt. It is never lower."""
        confirmed = int(report.done[-1]) if report.done else self._last
        allowed = {confirmed, int(report.unconfirmed) if report.unconfirmed else confirmed}
        status = TryLimiter(self.output_folder).status(PERSON)
        self._last = status.failures
        if status.damaged:
            return ["the record of failures is damaged"]
        return (
            []
            if status.failures in allowed
            else [f"{status.failures} failures; one of {allowed} was expected"]
        )


class AuditTrial:
    """Numbered entries."""

    kind = "auditing"

    def __init__(self, folder: Path) -> None:
        use_state_in(folder)
        self.output_folder = folder
        self._last = 0

    def faults(self, report: WorkerReport) -> list[str]:
        """The chain holds, and every confirmed entry is there, in its order."""
        checked = AuditLog(Paths(self.output_folder).audit).check()
        written = [int(entry.detail) for entry in checked.entries]
        confirmed = int(report.done[-1]) if report.done else self._last
        self._last = written[-1] if written else 0
        gaps = [] if written == list(range(1, self._last + 1)) else ["entries are missing or repeated"]
        lost = [f"entry {confirmed} is lost"] if confirmed not in (0, *written) else []
        return [*([checked.fault] if checked.fault else []), *gaps, *lost]


PROTECTION_TRIALS = (VaultTrial, LockoutTrial, AuditTrial)
