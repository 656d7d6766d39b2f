"""Pictures of every screen and state, to look at: ``python -m tests.app.gui.every_state DIR [NAME ...]``.

``NAME``: only these variants. Each is a window of its own.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.history.attempt_record import AttemptRecord, now
from app.history.history_store import HistoryStore
from model.verification.attempt import Ending
from tests.app.gui.scenario_runner import play
from tests.app.gui.screenshots import create_people
from tests.app.gui.virtual_display import virtual_display

MISSING_CAMERA = "/no/such/recording.mp4"
TIMEOUT_S = 600


@dataclass(frozen=True)
class Variant:
    """How the window is opened, and what is photographed in it."""

    scenario: str = "photograph_screens"
    display: str = "1280x800"
    camera: str = "demo"
    settings: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)


DARK = {"theme": "dark", "language": "en"}
VARIANTS = {
    "dark": Variant(settings=DARK),
    "light": Variant(settings={**DARK, "theme": "light"}),
    "german": Variant(settings={"theme": "light", "language": "de"}),
    "small": Variant(display="800x600", settings=DARK),
    "large-text": Variant(display="800x600", settings={**DARK, "theme": "light", "text_size": 200}),
    "large-german": Variant(
        display="800x600", settings={"theme": "dark", "language": "de", "text_size": 200}
    ),
    "4k": Variant(display="3840x2160", settings=DARK, environment={"GDK_SCALE": "2"}),
    "dialogs": Variant("photograph_dialogs", settings=DARK),
    "dialogs-large": Variant("photograph_dialogs", display="800x600", settings={**DARK, "text_size": 200}),
    "no-camera": Variant("photograph_failure", camera=MISSING_CAMERA, settings=DARK),
    "night-light": Variant("photograph_night_light", settings={**DARK, "night_light": True}),
}


def main(target: Path, names: list[str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        create_people(Path(folder))
        create_history(Path(folder))
        for name in names or VARIANTS:
            photograph(Path(folder), target, name)


def photograph(people: Path, target: Path, name: str) -> None:
    variant = VARIANTS[name]
    with tempfile.TemporaryDirectory() as folder, desktop(variant.display) as environment:
        shutil.copytree(people, folder, dirs_exist_ok=True)
        (Path(folder) / "settings.json").write_text(json.dumps(variant.settings))
        play(variant.scenario, Path(folder), environment | variant.environment, variant.camera, TIMEOUT_S)
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
    figures = {Ending.VERIFIED: (0.998, 12, 12), Ending.NOT_SAME: (0.31, 0, 12)}
    for number, ending in reversed(list(enumerate(Ending))):
        time = now() - timedelta(hours=number + 1)
        history.add(AttemptRecord(time, "Eileen", ending, "too dark", *figures.get(ending, (None, 0, 0))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
