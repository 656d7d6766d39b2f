"""Photographs the window for the documentation: ``python -m tests.app.gui.screenshots docs/screens``."""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from app.camera.demo.camera import DemoCamera
from app.capture.diversity import DiversityFilter
from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from app.storage.paths import PROJECT
from model.vision.alignment import align
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from tests.app.gui.virtual_display import screen

PALETTE = 256
WINDOW_COLOURS = 88
"""How many of the palette's are the window's; the camera's picture, large and noisy, has the rest."""


PRESSED = (790, 370, 1080, 590)
"""The part of the People page that has buttons of every colour."""


def sitters_crops(scene: str, wanted: int) -> list[RgbImage]:
    """Crops of the demo camera's sitter that are unlike each other."""
    camera, finder, variety = DemoCamera(scene, sleep=lambda seconds: None), MtcnnFinder(), DiversityFilter()
    crops: list[RgbImage] = []
    while len(crops) < wanted:
        image = camera.read().image
        crop = align(image, finder.find(image)[0].landmarks)
        if variety.is_new(crop):
            variety.remember(crop)
            crops.append(crop)
    return crops


def furnish(folder: Path) -> None:
    """Two people, one of them with crops of every kind."""
    crops, references = CropStore(folder / "people"), ReferenceStore(folder / "people")
    references.enrol("Eileen", sitters_crops("eileen", 12))
    references.enrol("Grace", sitters_crops("grace", 8))
    for kind, scene, count in (
        (CropKind.ANCHOR, "eileen", 42),
        (CropKind.POSITIVE, "eileen", 38),
        (CropKind.NEGATIVE, "grace", 25),
    ):
        for crop in sitters_crops(scene, count):
            crops.save("Eileen", kind, crop)


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as name, screen() as environment:
        furnish(Path(name))
        command = [sys.executable, "-m", "tests.app.gui.window_driver", "sit_for_pictures", name, "demo"]
        print(subprocess.check_output(command, cwd=PROJECT, env=environment, text=True))
        pages = {
            path.stem.rstrip("0123456789"): Image.open(path).convert("RGB")
            for path in Path(name).glob("*.png")
        }
        window = colours_of(stacked(pages["train"], pages["people"].crop(PRESSED)), WINDOW_COLOURS)
        for page, picture in pages.items():
            with_palette(picture, window).save(target / f"{page}.png", optimize=True)


def stacked(*pictures: Image.Image) -> Image.Image:
    both = Image.new("RGB", (max(each.width for each in pictures), sum(each.height for each in pictures)))
    top = 0
    for picture in pictures:
        both.paste(picture, (0, top))
        top += picture.height
    return both


def colours_of(picture: Image.Image, count: int) -> list[int]:
    """Red, green and blue of each colour in turn."""
    return (picture.quantize(count).getpalette() or [])[: 3 * count]


def with_palette(picture: Image.Image, window: list[int]) -> Image.Image:
    """In ``PALETTE`` colours, so that the file is small; those of the window are exact."""
    palette = Image.new("P", (1, 1))
    palette.putpalette(window + colours_of(picture, PALETTE - len(window) // 3))
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
