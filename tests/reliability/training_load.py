"""Measure the frame rates of the window during a deep training."""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from app.storage.settings import change_settings
from tests.app.gui.scenario_runner import play
from tests.app.gui.screenshots import demo_crops
from tests.app.gui.virtual_display import display

CROPS = 60
COLUMNS = ("pictures in the window", "frames of the camera", "judged")


def prepare(folder: Path, lfw: Path) -> None:
    """Store crops and references of one person."""
    crops, store = demo_crops("eileen", CROPS), CropStore(folder / "people")
    for number, crop in enumerate(crops):
        store.save("me", (CropKind.ANCHOR, CropKind.POSITIVE)[number % 2], crop)
    ReferenceStore(folder / "people").enrol("me", crops[:10])
    change_settings(folder / "settings.json", lfw_folder=str(lfw.absolute()))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.training_load", description=__doc__)
    parser.add_argument("--lfw", type=Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, display() as environment:
        prepare(Path(folder), options.lfw)
        notes = play("watch_while_training", Path(folder), environment, timeout_s=900)
    for when in ("before", "during"):
        rates = np.array(notes[when])
        summary = (
            f"{middle:.0f} {what} (least {least:.0f})"
            for middle, least, what in zip(np.median(rates, axis=0), rates.min(axis=0), COLUMNS, strict=True)
        )
        print(f"{when}, a second: {', '.join(summary)}")
    print(f"Cancelled after {notes['cancelled_s']:.2f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
