"""Pictures of every screen and state, to look at: ``python -m tests.app.gui.every_state DIR [NAME ...]``.

``NAME``: only these variants. Each is a window of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.camera.demo.camera import DemoCamera
from app.history.attempt_record import AttemptRecord, now
from app.history.history_store import HistoryStore
from app.storage.outside_copy import STATE_VARIABLE
from app.storage.paths import HOME_VARIABLE, PROJECT, Paths
from app.vault import management
from app.vault.vault import Vault
from model.liveness.result import LivenessReason
from model.runtime.bundle import CARD, SHIPPED_BUNDLE
from model.runtime.model_card import Rate, decode_card, encode_card, with_digest
from model.verification.attempt import Ending
from model.verification.decision import Reason
from model.vision.quality import Flaw
from tests.app.gui.job_photographs import DATASET, PERSONAL_MODEL
from tests.app.gui.light_window import FULL, LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.screenshots import create_people
from tests.app.gui.virtual_display import virtual_display

MISSING_CAMERA = "/no/such/recording.mp4"
TIMEOUT_S = 600
PICTURES, STRIDE = 6, 40
"""Of each person in the evaluation, and how many frames lie between two of them."""


@dataclass(frozen=True)
class Variant:
    """How the window is opened, and what is photographed in it. ``has_people``: whether the data folder has
    people and reports; ``passphrase``: with which it is encrypted."""

    scenario: str = "photograph_screens"
    display: str = "1280x800"
    camera: str = "demo"
    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    has_people: bool = True
    passphrase: str = ""


DARK = {"theme": "dark", "language": "en", "text_size": 100}
LIGHT_GERMAN = {**DARK, "theme": "light", "language": "de"}
LARGE = {**DARK, "theme": "light", "text_size": 200}
LARGE_GERMAN = {**DARK, "language": "de", "text_size": 200}
SMALL_DISPLAY, LARGE_DISPLAY, DENSE = "800x600", "3840x2160", {"GDK_SCALE": "2", **FULL}
LOOKS = {
    "dark": Variant(settings=DARK),
    "german": Variant(settings=LIGHT_GERMAN),
    "small": Variant(display=SMALL_DISPLAY, settings={**DARK, "theme": "light"}),
    "large-text": Variant(display=SMALL_DISPLAY, settings=LARGE),
    "large-german": Variant(display=SMALL_DISPLAY, settings=LARGE_GERMAN),
    "4k": Variant(display=LARGE_DISPLAY, settings=DARK, environment=FULL),
    "4k-dense": Variant(display=LARGE_DISPLAY, settings=DARK, environment=DENSE),
}
"""Languages, themes, sizes of the text and of the display."""
STATES = {
    "attempt": Variant("photograph_attempts"),
    "correction": Variant("photograph_corrections"),
    "setup": Variant("set_up_photographs", has_people=False),
    "work": Variant("photograph_work"),
    "dialogs": Variant("photograph_dialogs"),
    "no-camera": Variant("photograph_failure", camera=MISSING_CAMERA),
    "lost-camera": Variant("photograph_lost_camera"),
    "night-light": Variant("photograph_night_light"),
    "vault": Variant("photograph_locked_vault", passphrase="correct horse"),
}
ON_REQUEST = ("4k", "4k-dense")
"""Looks in which states are photographed only if they are named: each takes a minute."""
VARIANTS = {
    **LOOKS,
    **{
        f"{state}-{look}": replace(
            variant,
            display=LOOKS[look].display,
            settings={**LOOKS[look].settings, "night_light": state == "night-light"},
            environment=LOOKS[look].environment,
        )
        for state, variant in STATES.items()
        for look in ("dark", "german", "large-text", "large-german", *ON_REQUEST)
    },
}


def main(target: Path, names: list[str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as state:
        os.environ[STATE_VARIABLE] = state
        create_people(Path(folder))
        create_history(Path(folder))
        create_report(Path(folder))
        create_model(Path(folder))
        for name in names or usual_variants():
            photograph(Path(folder), target, name)


def usual_variants() -> list[str]:
    return [name for name in VARIANTS if name in LOOKS or not name.endswith(ON_REQUEST)]


def photograph(people: Path, target: Path, name: str) -> None:
    variant = VARIANTS[name]
    with tempfile.TemporaryDirectory() as folder, desktop(variant.display) as environment:
        if variant.has_people:
            shutil.copytree(people, folder, dirs_exist_ok=True)
            create_audit_log(Path(folder))
        if variant.passphrase:
            encrypt(Path(folder), variant.passphrase)
        (Path(folder) / "settings.json").write_text(json.dumps(variant.settings))
        environment |= LIGHT | variant.environment
        play(variant.scenario, Path(folder), environment, variant.camera, TIMEOUT_S)
        for path in Path(folder).glob("*.png"):
            shutil.copy(path, target / f"{name}-{path.stem.rstrip('0123456789')}.png")


@contextmanager
def desktop(size: str) -> Iterator[dict[str, str]]:
    """A display, with a window manager where there is one."""
    with virtual_display(size) as environment:
        if not shutil.which("jwm"):
            yield environment
            return
        manager = subprocess.Popen(["jwm"], env=environment, stderr=subprocess.DEVNULL)
        try:
            yield environment
        finally:
            manager.terminate()
            manager.wait(10)


def create_history(folder: Path) -> None:
    """An attempt of each ending."""
    history = HistoryStore(folder / "history")
    matching = (0.998, 12, 12)
    figures = {ending: matching for ending in Ending if ending is not Ending.NOT_JUDGED}
    figures[Ending.NOT_SAME] = (0.985, 1, 12)
    reasons = {
        Ending.VERIFIED: Reason.ENOUGH_MATCHES,
        Ending.NOT_SAME: Reason.TOO_FEW_MATCHES,
        Ending.NOT_LIVE: LivenessReason.FLAT,
        Ending.CANNOT_TELL: LivenessReason.NOT_TURNED,
        Ending.NOT_JUDGED: Flaw.TOO_DARK,
    }
    for number, ending in reversed(list(enumerate(Ending))):
        time = now() - timedelta(hours=number + 1)
        reason = reasons[ending].value
        history.add(AttemptRecord(time, "Eileen", ending, reason, *figures.get(ending, (None, 0, 0))))


def create_audit_log(folder: Path) -> None:
    """An entry for each attempt of the history. A log that is moved afterwards would seem to be replaced."""
    for record in reversed(HistoryStore(folder / "history").records()):
        audit = AuditLog(Paths(folder).audit, clock=lambda time=record.time: time)
        if record.verified:
            audit.record(AuditEvent.VERIFIED, record.person)
        else:
            audit.record(AuditEvent.NOT_VERIFIED, record.person, record.ending.value)


def create_report(folder: Path) -> None:
    """An evaluation of the demo camera's two people. Their pictures are taken away again."""
    with tempfile.TemporaryDirectory() as place:
        people = Path(place) / DATASET
        for scene in ("eileen", "grace"):
            save_pictures(scene, people / scene)
        command = [sys.executable, "main.py", "evaluate", "--people", str(people)]
        subprocess.run(command, cwd=PROJECT, env={**os.environ, HOME_VARIABLE: str(folder)}, check=True)


def save_pictures(scene: str, folder: Path) -> None:
    """A few moments of the demo camera."""
    folder.mkdir(parents=True)
    camera = DemoCamera(scene, sleep=lambda seconds: None)
    for number in range(PICTURES * STRIDE):
        image = camera.read().image
        if number % STRIDE == 0:
            Image.fromarray(image).save(folder / f"{number}.png")


def create_model(folder: Path) -> None:
    """A personal model that is not in use: the shipped one, with other figures on its card."""
    target = folder / "models" / PERSONAL_MODEL
    shutil.copytree(SHIPPED_BUNDLE, target)
    card = decode_card((target / CARD).read_bytes())
    metrics = {key: better_or_worse(rate) for key, rate in card.metrics.items()}
    personal = replace(card, name="personal-Eileen", created="2026-11-26T18:15:00Z", metrics=metrics)
    (target / CARD).write_bytes(encode_card(with_digest(personal)))


def better_or_worse(rate: Rate) -> Rate:
    """An odd count becomes smaller, an even one larger."""
    changed = rate.count - rate.count // 4 if rate.count % 2 else rate.count + rate.count // 8
    count = min(changed, rate.trials)
    if not rate.count:
        return rate
    share, wider = count / rate.trials, count / rate.count
    return replace(rate, count=count, value=share, lower=wider * rate.lower, upper=min(1, wider * rate.upper))


def encrypt(folder: Path, passphrase: str) -> None:
    management.encrypt(Vault(Paths(folder)), passphrase=passphrase, in_keyring=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
