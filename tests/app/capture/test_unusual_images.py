"""Files that look like pictures but are not, and unusual pictures, through the commands."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from app.cli import main
from app.references.reference_store import ReferenceStore
from app.storage.crop_store import CropKind, CropStore
from app.system.exit_codes import Exit
from tests.support.portraits import COLLINS

register_heif_opener()  # Pillow then writes HEIC
UPRIGHT = Image.open(COLLINS.path).convert("RGB")


def text(path: Path) -> None:
    path.write_text("not a picture")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    UPRIGHT.save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no such files")
    os.mkfifo(path)


def broken_link(path: Path) -> None:
    try:
        path.symlink_to("gone")
    except OSError as error:
        pytest.skip(f"no links can be made here: {error}")


def sideways(path: Path) -> None:
    """A phone's picture: stored on its side, with a tag to rotate it."""
    told = Image.Exif()
    told[0x112] = 6
    UPRIGHT.rotate(90, expand=True).save(path, exif=told)


def deep(path: Path) -> None:
    """16 bits of grey."""
    grey = np.asarray(UPRIGHT.convert("L"), np.uint16) << 8
    Image.fromarray(grey).save(path, format="PNG")


FAULTY: dict[str, Callable[[Path], None]] = {
    "text": text,
    "an empty file": nothing,
    "half a picture": half,
    "a folder": Path.mkdir,
    "a pipe": pipe,
    "a broken link": broken_link,
}
STRANGE: dict[str, Callable[[Path], None]] = {
    "the colours of print": lambda path: UPRIGHT.convert("CMYK").save(path, format="JPEG"),
    "grey": lambda path: UPRIGHT.convert("L").save(path),
    "16 bits": deep,
    "transparency": lambda path: UPRIGHT.convert("RGBA").save(path, format="PNG"),
    "turned": sideways,
    "a telephone's HEIC": lambda path: UPRIGHT.save(path, format="HEIF"),
    "AVIF": lambda path: UPRIGHT.save(path, format="AVIF"),
    "moving": lambda path: UPRIGHT.save(path, format="WEBP", save_all=True, append_images=[UPRIGHT]),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of references; another picture is to come."""
    (tmp_path / "photos").mkdir()
    shutil.copy(COLLINS.path, tmp_path / "photos" / "1.png")
    return tmp_path / "photos"


def run(tmp_path: Path, *arguments: object) -> int:
    return main([*map(str, arguments), "--person", "ada", "--data", str(tmp_path / "data")])


@pytest.mark.slow
@pytest.mark.parametrize("make", FAULTY.values(), ids=FAULTY)
def test_an_unreadable_picture_is_refused_alone_and_skipped_among_others(
    tmp_path: Path, folder: Path, make: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = folder / "x.jpg"
    make(faulty)
    assert run(tmp_path, "verify", "--image", faulty, "--references", folder) == Exit.USAGE
    assert "x.jpg" in capsys.readouterr().out
    assert run(tmp_path, "verify", "--camera", folder, "--references", folder) != Exit.USAGE
    assert run(tmp_path, "enrol", "--images", folder) == Exit.DONE
    assert len(ReferenceStore(tmp_path / "data" / "people").paths("ada")) == 1
    assert run(tmp_path, "collect", "--camera", folder, "--anchors", "1") == Exit.DONE
    assert CropStore(tmp_path / "data" / "people").count("ada", CropKind.ANCHOR) == 1


@pytest.mark.slow
@pytest.mark.parametrize("make", STRANGE.values(), ids=STRANGE)
def test_faces_in_unusual_images_are_found_and_match(
    tmp_path: Path, folder: Path, make: Callable[[Path], None]
) -> None:
    strange = tmp_path / "strange" / "x.jpg"
    strange.parent.mkdir()
    make(strange)
    assert run(tmp_path, "enrol", "--images", strange.parent) == Exit.DONE
    assert len(ReferenceStore(tmp_path / "data" / "people").paths("ada")) == 1
    verified = run(tmp_path, "verify", "--image", strange, "--references", folder)
    assert verified == Exit.VERIFIED
