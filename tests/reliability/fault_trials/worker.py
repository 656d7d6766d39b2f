"""The process that is killed: repeats one action forever and reports the start and end of each.

``python -m tests.reliability.fault_trials.worker KIND FOLDER``; KIND is one of ``ACTIONS``.
"""

import os
import sys
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

from tests.reliability.fault_trials.layout import (
    DONE,
    PASSPHRASE,
    PERSON,
    STARTED,
    UNLOCK_AT,
    VERSIONS,
    image_files_in,
    models_in,
    settings_in,
)


def main() -> None:
    kind, folder = sys.argv[1:]
    ACTIONS[kind](Path(folder))


def report(word: str, what: str) -> None:
    """Write a line without buffering, so that a later kill cannot lose it."""
    os.write(1, f"{word} {what}\n".encode())


def collect(folder: Path) -> None:
    """Run the command on a folder of images. Its crop store is patched to report."""
    from app.cli import main as sameface
    from app.storage.crop_store import CropStore

    save = CropStore.save

    def reported_save(*given):
        report(STARTED, "a crop")
        path = save(*given)
        report(DONE, path.name)
        return path

    CropStore.save = reported_save
    given = ["--data", str(folder), "--person", PERSON, "--camera", str(image_files_in(folder))]
    sameface(["collect", *given, "--anchors", "100000"])


def enrol(folder: Path) -> None:
    """Enrol four references at a time."""
    import numpy as np

    from app.references.reference_store import ReferenceStore
    from app.storage.paths import Paths

    references = ReferenceStore(Paths(folder).people)
    noise = np.random.default_rng(0).integers(0, 256, (4, 100, 100, 3)).astype(np.uint8)
    while True:
        report(STARTED, "four references")
        report(DONE, " ".join(path.name for path in references.enrol(PERSON, list(noise))))


def swap(folder: Path) -> None:
    """Switch between two models."""
    from app.storage.model_store import ModelStore

    store = ModelStore(models_in(folder))
    for version in cycle(sorted(VERSIONS, key=lambda name: name == store.current)):
        report(STARTED, version)
        store.use(version)
        report(DONE, version)


def change(folder: Path) -> None:
    """Write settings that fill several disk blocks."""
    from app.storage.settings import change_settings, load_settings

    file = settings_in(folder)
    for number in count(int(load_settings(file).camera) + 1):
        report(STARTED, str(number))
        change_settings(file, camera=str(number), lfw_folder=f"{number} " * 5000)
        report(DONE, str(number))


def encrypt(folder: Path) -> None:
    """Encrypt, replace the key and decrypt, with a quick Argon2id."""
    from app.storage.paths import Paths
    from app.vault import management, passphrase
    from app.vault.vault import Vault

    passphrase.MEMORY_KIB, passphrase.PASSES = 32, 1
    vault = Vault(Paths(folder), lambda: PASSPHRASE)
    actions: dict[str, Callable[[], object]] = {
        "encrypt": lambda: management.encrypt(vault, passphrase=PASSPHRASE, in_keyring=False),
        "replace the key": lambda: management.replace_key(vault, PASSPHRASE),
        "decrypt": lambda: management.decrypt(vault),
    }
    for name in cycle(actions):
        report(STARTED, name)
        actions[name]()
        report(DONE, name)


def fail(folder: Path) -> None:
    """Begin attempts at once, as if each delay had passed, and unlock at ``UNLOCK_AT`` failures."""
    from app.lockout.try_limiter import TryLimiter
    from app.lockout.uptime import Uptime

    days = count(1)
    limiter = TryLimiter(folder, uptime=lambda: Uptime(86_400.0 * next(days)))
    while True:
        failures = limiter.status(PERSON).failures
        following = 0 if failures >= UNLOCK_AT else failures + 1
        report(STARTED, str(following))
        if following:
            limiter.begin(PERSON)
        else:
            limiter.unlock(PERSON)
        report(DONE, str(following))


def audit(folder: Path) -> None:
    """Append numbered entries."""
    from app.audit.audit_log import AuditLog
    from app.audit.entry import AuditEvent
    from app.storage.paths import Paths

    log = AuditLog(Paths(folder).audit)
    for number in count(len(log.entries()) + 1):
        report(STARTED, str(number))
        log.record(AuditEvent.NOT_VERIFIED, PERSON, str(number))
        report(DONE, str(number))


ACTIONS: dict[str, Callable[[Path], None]] = {
    "collecting": collect,
    "enrolling": enrol,
    "swapping models": swap,
    "changing settings": change,
    "encrypting": encrypt,
    "failing attempts": fail,
    "auditing": audit,
}


if __name__ == "__main__":
    main()
