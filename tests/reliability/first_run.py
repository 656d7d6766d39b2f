"""Seconds and clicks from the first start of the window to the first verification.

``python -m tests.reliability.first_run [--clip FILE]``: with a recording of a face as the camera, or with the
demo camera. The seconds begin when the command starts; typing the name takes none here.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from app.storage.settings import change_settings
from app.translation.language import Language
from tests.app.gui.scenario_runner import play
from tests.app.gui.virtual_display import display


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.first_run", description=__doc__)
    parser.add_argument("--clip", default="demo", help="a recording of a face (default: the demo camera)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, display() as environment:
        change_settings(Path(folder) / "settings.json", language=Language.ENGLISH)
        notes = play("set_up_at_the_demo_camera", Path(folder), environment, options.clip)
    print(
        f"{notes['first_verification_s']:.1f} s and {notes['first_verification_clicks']} click "
        f"to the first verification: {notes['verdict']}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
