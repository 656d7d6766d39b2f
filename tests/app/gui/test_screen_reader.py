"""The window with a screen reader, through the accessibility bus of the desktop."""

import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from app.storage.settings import change_settings
from app.translation.language import Language
from tests.app.gui.light_window import LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.screen_reader_scenarios import SYSTEM_PYTHON
from tests.app.gui.screenshots import create_people
from tests.app.gui.virtual_display import has_xvfb, virtual_display

BUS_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def missing() -> str:
    """What the test needs and this machine lacks; empty if nothing."""
    needs = {
        "the package accesskit": find_spec("accesskit"),
        "Xvfb": has_xvfb(),
        "dbus-run-session": shutil.which("dbus-run-session"),
        "at-spi2-core": any(Path(path).exists() for path in BUS_LAUNCHERS),
        "gir1.2-atspi-2.0 and python3-gi": has_client(),
    }
    return ", ".join(name for name, there in needs.items() if not there)


def has_client() -> bool:
    if not Path(SYSTEM_PYTHON).exists():
        return False
    code = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    return subprocess.run([SYSTEM_PYTHON, "-c", code], stderr=subprocess.DEVNULL, check=False).returncode == 0


pytestmark = [pytest.mark.gui, pytest.mark.skipif(bool(missing()), reason=f"needs {missing()}")]


def test_a_screen_reader_hears_reads_and_operates_the_window(tmp_path: Path) -> None:
    create_people(tmp_path)
    change_settings(tmp_path / "settings.json", person="Eileen", language=Language.ENGLISH)
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory() as runtime, virtual_display() as environment:
        environment |= LIGHT | {"XDG_RUNTIME_DIR": runtime}
        launcher = ("dbus-run-session", "--")
        notes = play("attempt_by_screen_reader", tmp_path, environment, launcher=launcher)

    verdicts = [text for text in notes["heard"] if text.startswith("Verified. The same face as Eileen: ")]
    assert len(verdicts) == 2, notes["heard"]
    assert notes["checked"]
    assert notes["slider"] == [0.75, 0.01]
    assert len(notes["trees"]) == len(notes["expected"]) == 8
    for screen, tree in notes["trees"].items():
        assert [name for _, name, _ in tree if len(name) < 2 and not name.isdigit()] == [], screen
        assert len(tree) == len(notes["expected"][screen]), screen
        assert unplaced(tree, notes["expected"][screen]) == [], screen
    assert notes["followed"] == notes["focused"]
    assert notes["window"] == "Sameface: Collect"
    assert notes["dialog"] == [["dialog", "Keys and help"]]
    assert notes["typed"] == ["Än q", 4]
    assert notes["password"] == ["password text", ["*****", 5]]


def unplaced(tree: list[list[Any]], controls: list[list[int]]) -> list[list[int]]:
    """Controls without a widget of the tree within a pixel."""
    return [control for control in controls if not any(near(control, bounds) for _, _, bounds in tree)]


def near(one: list[int], other: list[int]) -> bool:
    return all(abs(a - b) <= 1 for a, b in zip(one, other, strict=True))
