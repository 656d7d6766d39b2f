"""Click every control of the window once, with a recording as the camera.

``python -m tests.reliability.click_through --clip FILE``. Prints each click without an effect, and each error
in the log. The exit code is 1 if there is any.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from app.storage.settings import change_settings
from app.translation.language import Language
from tests.app.gui.every_state import create_history, create_report
from tests.app.gui.light_window import LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.screenshots import create_people
from tests.app.gui.virtual_display import display

TIMEOUT_S = 3600
PROBLEMS = ("ERROR", "CRITICAL", "Traceback")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.click_through", description=__doc__)
    parser.add_argument("--clip", default="demo", help="a recording of a face (default: the demo camera)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, display() as environment:
        folder = Path(name)
        for create in (create_people, create_history, create_report):
            create(folder)
        change_settings(folder / "settings.json", language=Language.ENGLISH, keep_reference_pictures=True)
        notes = play("click_everything", folder, environment | LIGHT, options.clip, timeout_s=TIMEOUT_S)
        problems = [line for line in _log(folder) if any(word in line for word in PROBLEMS)]
    print(f"{len(notes['clicked'])} controls clicked, {len(notes['dead'])} without an effect")
    for line in (*notes["dead"], *problems):
        print(f"  {line}")
    return int(bool(notes["dead"] or problems))


def _log(folder: Path) -> list[str]:
    logs = (folder / "logs").glob("*.log*")
    return [line for path in logs for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
