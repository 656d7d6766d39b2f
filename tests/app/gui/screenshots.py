"""Takes the screenshots for the documentation: ``python -m tests.app.gui.screenshots docs/screens``."""

import sys
import tempfile
from pathlib import Path

from PIL import Image

from app.camera.demo.camera import DemoCamera
from app.capture.diversity import DiversityFilter
from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from model.vision.alignment import align
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from tests.app.gui.light_window import LIGHT
from tests.app.gui.scenario_runner import play
from tests.app.gui.virtual_display import display

DOCUMENTED = ("verify", "turn-your-head", "welcome", "people", "collect")
"""The pictures that README and the guide show."""
PALETTE_SIZE = 256
WINDOW_COLOURS = 88
"""Palette entries for the window. The camera image, large and noisy, gets the rest."""

REQUEST_AREA = (0, 56, 1100, 470)
"""The part of the Verify screen with the picture and the request of a liveness check."""
BUTTONS_AREA = (790, 370, 1080, 590)
"""The part of the People screen with buttons of every colour."""


def demo_crops(scene: str, wanted: int) -> list[RgbImage]:
    """Varied crops of the face in the demo camera's ``scene``."""
    camera, finder, diversity = (
        DemoCamera(scene, sleep=lambda seconds: None),
        MtcnnFinder(),
        DiversityFilter(),
    )
    crops: list[RgbImage] = []
    while len(crops) < wanted:
        image = camera.read().image
        crop = align(image, finder.find(image)[0].landmarks)
        if diversity.is_new(crop):
            diversity.remember(crop)
            crops.append(crop)
    return crops


def create_people(folder: Path) -> None:
    """Two people, one of them with crops of every kind."""
    crops, references = CropStore(folder / "people"), ReferenceStore(folder / "people")
    references.enrol("Eileen", demo_crops("eileen", 12))
    references.enrol("Grace", demo_crops("grace", 8))
    for kind, scene, count in (
        (CropKind.ANCHOR, "eileen", 42),
        (CropKind.POSITIVE, "eileen", 38),
        (CropKind.NEGATIVE, "grace", 25),
    ):
        for crop in demo_crops(scene, count):
            crops.save("Eileen", kind, crop)


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, display() as environment:
        create_people(Path(folder))
        play("show_every_screen", Path(folder), environment)
        play("photograph_attempts", Path(folder), environment | LIGHT)
        screens = {
            path.stem.rstrip("0123456789"): Image.open(path).convert("RGB")
            for path in Path(folder).glob("*.png")
        }
        window = colours_of(stacked(screens["train"], screens["people"].crop(BUTTONS_AREA)), WINDOW_COLOURS)
        screens["turn-your-head"] = screens["turn-your-head"].crop(REQUEST_AREA)
        for name in DOCUMENTED:
            with_palette(screens[name], window).save(target / f"{name}.png", optimize=True)


def stacked(*pictures: Image.Image) -> Image.Image:
    both = Image.new("RGB", (max(each.width for each in pictures), sum(each.height for each in pictures)))
    top = 0
    for picture in pictures:
        both.paste(picture, (0, top))
        top += picture.height
    return both


def colours_of(picture: Image.Image, count: int) -> list[int]:
    """The most frequent colours: red, green and blue of each in turn."""
    return (picture.quantize(count).getpalette() or [])[: 3 * count]


def with_palette(picture: Image.Image, window: list[int]) -> Image.Image:
    """Reduce ``picture`` to ``PALETTE_SIZE`` colours for a small file. Window colours stay exact."""
    palette = Image.new("P", (1, 1))
    palette.putpalette(window + colours_of(picture, PALETTE_SIZE - len(window) // 3))
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
