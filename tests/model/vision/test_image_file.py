import os
import struct
import subprocess
import sys
import tracemalloc
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image
from pillow_heif import from_pillow, register_heif_opener

from app.storage.paths import PROJECT
from model.vision import image_file
from model.vision.image_file import ImageFileError, ImageFileFault, image_files_in, read_image_file
from tests.support.fakes import grey, sharp_image

register_heif_opener()  # Pillow then writes HEIC

EXIF_TURN_RIGHT = b"\xff\xe1\0\x22Exif\0\0" + struct.pack("<2sHIHHHIII", b"II", 42, 8, 1, 0x112, 3, 1, 6, 0)
"""The part of a JPEG that says it must be turned a quarter to the right: orientation (0x112) 6."""

RED, GREEN = (255, 0, 0), (0, 128, 0)


def half_and_half(left=RED, right=GREEN, height=20, width=40):
    image = np.empty((height, width, 3), np.uint8)
    image[:, : width // 2], image[:, width // 2 :] = left, right
    return image


def write(path, image):
    path.write_bytes(cv2.imencode(path.suffix, image)[1].tobytes())
    return path


def bgr(image):
    return np.ascontiguousarray(image[..., ::-1])


def write_by_pillow(path, rgb, **options):
    Image.fromarray(rgb).save(path, **options)
    return path


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tiff", ".webp", ".jpg"])
def test_images_are_read_as_rgb(tmp_path, suffix):
    image = read_image_file(write(tmp_path / f"picture{suffix}", bgr(half_and_half())))
    assert (image.shape, image.dtype) == ((20, 40, 3), np.uint8)
    assert np.abs(image[10, 5].astype(int) - RED).max() < 8
    assert np.abs(image[10, 35].astype(int) - GREEN).max() < 8


BY_PILLOW = [".heic", ".heif", ".hif", ".avif", ".gif", ".pgm", ".ppm", ".pnm", ".jfif", ".jpe"]


@pytest.mark.parametrize("suffix", BY_PILLOW)
def test_every_listed_suffix_is_read(tmp_path, suffix):
    write_by_pillow(tmp_path / f"picture{suffix}", half_and_half(RED, RED))
    (path,) = image_files_in(tmp_path)
    image = read_image_file(path)
    assert (image.shape, image.dtype) == ((20, 40, 3), np.uint8)
    assert np.abs(image[10, 5].astype(int) - RED).max() < 8


@pytest.mark.parametrize("suffix", [".heic", ".avif"])
def test_the_format_is_known_by_content_not_by_name(tmp_path, suffix):
    """Telephones that share a photograph sometimes call it a JPEG."""
    path = write_by_pillow(tmp_path / f"picture{suffix}", half_and_half()).rename(tmp_path / "picture.jpg")
    assert np.abs(read_image_file(path)[10, 5].astype(int) - RED).max() < 8


@pytest.mark.parametrize("suffix", [".heic", ".avif"])
@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_grey_and_transparent_heif_images_are_converted(tmp_path, suffix, mode):
    Image.fromarray(half_and_half((200,) * 3, (200,) * 3)).convert(mode).save(tmp_path / f"picture{suffix}")
    image = read_image_file(tmp_path / f"picture{suffix}")
    assert (image.shape, image.dtype) == ((20, 40, 3), np.uint8)
    assert np.abs(image.astype(int) - 200).max() < 4


@pytest.mark.parametrize("suffix", [".heic", ".avif"])
def test_a_heif_image_that_is_too_large_is_refused_before_decoding(tmp_path, monkeypatch, suffix):
    path = write_by_pillow(tmp_path / f"huge{suffix}", sharp_image(size=64))
    content = path.read_bytes()
    path.write_bytes(content[:-200] + bytes(200))  # what is decoded last is spoiled
    monkeypatch.setattr(image_file, "MAX_PIXELS", 64 * 64 - 1)
    with pytest.raises(ImageFileError, match="Received: 64x64") as error:
        read_image_file(path)
    assert error.value.fault is ImageFileFault.TOO_LARGE


CONVERTED = {
    "grey": np.full((20, 40), 200, np.uint8),
    "16-bit grey": np.full((20, 40), 200 << 8, np.uint16),
    "16-bit colour": np.full((20, 40, 3), 200 << 8, np.uint16),
    "with alpha": np.full((20, 40, 4), 200, np.uint8),
}


@pytest.mark.parametrize("stored", CONVERTED.values(), ids=CONVERTED)
def test_other_pixel_formats_are_converted(tmp_path, stored):
    image = read_image_file(write(tmp_path / "picture.png", stored))
    assert (image.shape, image.dtype) == ((20, 40, 3), np.uint8)
    assert np.abs(image.astype(int) - 200).max() <= 1


def test_an_image_taken_sideways_is_turned_upright(tmp_path):
    jpeg = cv2.imencode(".jpg", bgr(half_and_half()))[1].tobytes()
    path = tmp_path / "sideways.jpg"
    path.write_bytes(jpeg[:2] + EXIF_TURN_RIGHT + jpeg[2:])
    image = read_image_file(path)
    assert image.shape == (40, 20, 3)
    assert np.abs(image[5, 10].astype(int) - RED).max() < 8


QUARTERS = ((255, 0, 0), (0, 128, 0), (0, 0, 255), (250, 250, 250))
"""Upright: left and right above, left and right below."""


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tiff", ".heic", ".avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_turned_upright(tmp_path, orientation, suffix):
    upright = np.empty((40, 60, 3), np.uint8)
    upright[:20, :30], upright[:20, 30:], upright[20:, :30], upright[20:, 30:] = QUARTERS
    exif = Image.Exif()
    exif[0x112] = orientation
    path = tmp_path / f"held{suffix}"
    held = Image.fromarray(as_held(upright, orientation))
    if (
        suffix == ".heic"
    ):  # says it twice, as telephones do: by EXIF, and by a transformation that decoders apply
        from_pillow(held).save(path, exif=exif.tobytes())
    else:
        held.save(path, exif=exif)
    image = read_image_file(path)
    assert image.shape == upright.shape
    for (row, column), colour in zip(((10, 15), (10, 45), (30, 15), (30, 45)), QUARTERS, strict=True):
        assert np.abs(image[row, column].astype(int) - colour).max() < 12


def as_held(upright, orientation):
    """The pixels that a camera stores which was held so (EXIF 2.32, tag 0x112)."""
    across, down, transposed = upright[:, ::-1], upright[::-1], upright.transpose(1, 0, 2)
    stored = {
        1: upright,
        2: across,
        3: across[::-1],
        4: down,
        5: transposed,
        6: transposed[::-1],
        7: transposed[::-1, ::-1],
        8: transposed[:, ::-1],
    }
    return np.ascontiguousarray(stored[orientation])


def test_file_names_in_any_script_are_read(tmp_path):
    assert read_image_file(write(tmp_path / "фото 写真.png", grey())).shape == (240, 320, 3)


NO_PICTURES = {
    "a recording": b"\0\0\0\x1cftypisom\0\0\2\0isomiso2avc1mp41" + bytes(100),
    "text": b"not a picture",
    "empty": b"",
    "cut off": b"\x89PNG\r\n\x1a\n\0\0",
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_a_file_that_is_not_an_image_is_refused_by_name(tmp_path, content):
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    with pytest.raises(ImageFileError, match=r"picture\.png is not a picture.*Use JPEG"):
        read_image_file(path)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tiff", ".bmp", ".heic", ".avif"])
def test_a_truncated_image_is_refused(tmp_path, suffix):
    path = write_by_pillow(tmp_path / f"half{suffix}", sharp_image(size=200))
    content = path.read_bytes()
    assert read_image_file(path).shape == (200, 200, 3)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(ImageFileError, match="is not a picture"):
        read_image_file(path)


def test_a_cmyk_image_is_converted(tmp_path):
    Image.new("CMYK", (40, 20), (0, 255, 255, 0)).save(tmp_path / "print.jpg")
    assert np.abs(read_image_file(tmp_path / "print.jpg")[10, 20].astype(int) - RED).max() < 8


@pytest.mark.parametrize("suffix", [".webp", ".png", ".tiff"])
def test_the_first_frame_of_an_animation_is_read(tmp_path, suffix):
    path = tmp_path / f"moving{suffix}"
    first, second = (Image.new("RGB", (40, 20), colour) for colour in (RED, GREEN))
    first.save(path, save_all=True, append_images=[second])
    assert np.abs(read_image_file(path)[10, 20].astype(int) - RED).max() < 8


PALETTES = {"colours of a palette": "P", "black and white": "1"}


@pytest.mark.parametrize("mode", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("suffix", [".png", ".bmp", ".tiff"])
def test_palette_and_bilevel_images_are_converted(tmp_path, mode, suffix):
    Image.fromarray(half_and_half((255, 255, 255), (0, 0, 0))).convert(mode).save(tmp_path / f"few{suffix}")
    image = read_image_file(tmp_path / f"few{suffix}")
    assert (image.shape, image.dtype) == ((20, 40, 3), np.uint8)
    assert (image[10, 5].min(), image[10, 35].max()) == (255, 0)


def test_the_first_frame_of_a_gif_is_read(tmp_path):
    first, second = (Image.new("RGB", (40, 20), colour) for colour in (RED, GREEN))
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[second])
    assert np.abs(read_image_file(tmp_path / "moving.gif")[10, 20].astype(int) - RED).max() < 8


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tiff", ".bmp", ".heic", ".avif"])
def test_a_damaged_image_is_read_or_refused(tmp_path, suffix):
    path = write_by_pillow(tmp_path / f"spoiled{suffix}", sharp_image(size=40))
    content, rng = path.read_bytes(), np.random.default_rng(0)
    for number in range(60):
        spoiled = bytearray(content)
        if number % 2:
            del spoiled[int(rng.integers(len(content))) :]
        else:
            for place in rng.integers(len(content), size=5):
                spoiled[place] = rng.integers(256)
        path.write_bytes(spoiled)
        try:
            image = read_image_file(path)
        except ImageFileError as error:
            assert path.name in str(error)
        else:
            assert (image.ndim, image.shape[2], image.dtype) == (3, 3, np.uint8)


@pytest.mark.parametrize("name", ["😀 🇪🇺.png", "a.b..c.png", "x" * 200 + ".png", "'; echo $HOME;.png"])
def test_an_image_with_any_name_is_read(tmp_path, name):
    assert read_image_file(write(tmp_path / name, grey())).shape == (240, 320, 3)


def test_an_overlong_file_name_is_refused(tmp_path):
    with pytest.raises(ImageFileError):
        read_image_file(tmp_path / ("x" * 300 + ".png"))


def png(width, height, rows):
    """A grey PNG of that size; ``rows`` are its compressed pixels, or fewer."""
    chunks = ((b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def test_a_decompression_bomb_is_refused_undecoded(tmp_path):
    width = height = 8000
    path = tmp_path / "bomb.png"
    path.write_bytes(png(width, height, zlib.compress(bytes((1 + width) * height))))
    assert path.stat().st_size < 100_000
    with pytest.raises(ImageFileError, match="larger than") as error:
        read_image_file(path)
    assert error.value.fault is ImageFileFault.TOO_LARGE
    assert "Received" not in str(error.value), "it was decoded to tell its size"


VAST = {"bomb": (30_000, 30_000), "one row": (2**31 - 1, 1), "everything": (2**31 - 1, 2**31 - 1)}


@pytest.mark.parametrize(("width", "height"), VAST.values(), ids=VAST)
def test_an_image_that_claims_a_huge_size_is_never_decoded(tmp_path, width, height):
    path = tmp_path / "bomb.png"
    path.write_bytes(png(width, height, zlib.compress(bytes(10_000_000))))
    tracemalloc.start()
    with pytest.raises(ImageFileError):
        read_image_file(path)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path):
    for path in (tmp_path / "gone.png", tmp_path):
        with pytest.raises(ImageFileError, match=path.name):
            read_image_file(path)


def test_an_image_that_is_too_large_is_refused_with_its_size(tmp_path, monkeypatch):
    path = write(tmp_path / "huge.png", grey(height=30, width=40))
    monkeypatch.setattr(image_file, "MAX_PIXELS", 30 * 40)
    assert read_image_file(path).shape == (30, 40, 3)
    monkeypatch.setattr(image_file, "MAX_PIXELS", 30 * 40 - 1)
    with pytest.raises(ImageFileError, match="Received: 40x30"):
        read_image_file(path)


def test_an_image_that_claims_a_huge_size_is_reported_as_too_large(tmp_path):
    path = tmp_path / "vast.bmp"
    sizes = struct.pack("<IiiHHIIiiII", 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0)
    path.write_bytes(b"BM" + struct.pack("<IHHI", 1000, 0, 0, 54) + sizes + bytes(1000))
    with pytest.raises(ImageFileError, match="larger than") as error:
        read_image_file(path)
    assert error.value.fault is ImageFileFault.TOO_LARGE


def test_an_image_too_long_and_a_file_too_large_are_refused(tmp_path, monkeypatch):
    path = write(tmp_path / "long.png", np.zeros((1, 32_767), np.uint8))
    with pytest.raises(ImageFileError, match="Received: 32767x1") as error:
        read_image_file(path)
    assert error.value.fault is ImageFileFault.TOO_LARGE
    monkeypatch.setattr(image_file, "MAX_BYTES", 10)
    with pytest.raises(ImageFileError, match=r"Received: \d+ bytes"):
        read_image_file(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(ImageFileError, match="does not exist") as error:
        read_image_file(tmp_path / "pipe.png")
    assert error.value.fault is ImageFileFault.NO_FILE


def test_image_files_are_listed_in_name_order(tmp_path):
    for name in ("b.JPG", "a.png", "c.webp", "notes.txt", "._a.png", "clip.mp4"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.png").mkdir()
    assert [path.name for path in image_files_in(tmp_path)] == ["a.png", "b.JPG", "c.webp"]


@pytest.mark.slow
def test_heif_packages_are_imported_with_the_first_heif_image(tmp_path):
    write(tmp_path / "picture.png", grey())
    code = (
        "import sys; from pathlib import Path; from model.vision.image_file import read_image_file\n"
        "read_image_file(Path(sys.argv[1])); print({'PIL', 'pi_heif'}.intersection(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "picture.png")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "set()", done.stderr
