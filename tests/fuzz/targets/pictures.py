"""Picture files of each format: OpenCV's decoders are native, so the fuzzer does not see into them."""

import io
import struct
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from pillow_heif import register_heif_opener

from app.camera.demo.portraits import GRACE_HOPPER
from model.vision.image_file import MAX_PIXELS, ImageFileError, read_image_file
from tests.fuzz.mutations import whole_png
from tests.fuzz.target import Target

register_heif_opener()  # Pillow then writes HEIC

HEIGHT, WIDTH = 24, 20


def accepts(content: bytes, folder: Path) -> bool:
    path = folder / "picture"
    path.write_bytes(content)
    try:
        image = read_image_file(path)
    except ImageFileError:
        return False
    height, width, channels = image.shape
    assert image.dtype == np.uint8 and channels == 3 and 0 < height * width <= MAX_PIXELS, image.shape
    return True


def seeds() -> dict[str, bytes]:
    """A small portrait, in every kind of file that is read."""
    portrait = Image.fromarray(GRACE_HOPPER.read()).resize((WIDTH, HEIGHT))
    read_too = {name: content for name, content in _others(portrait).items() if _is_decoded(content)}
    return (
        _jpegs(portrait)
        | _pngs(portrait)
        | _webps(portrait)
        | _bmps(portrait)
        | _tiffs(portrait)
        | _telephones(portrait)
        | read_too
    )


def _jpegs(portrait: Image.Image) -> dict[str, bytes]:
    return {
        "baseline.jpg": _written(portrait, "JPEG", quality=60),
        "progressive.jpg": _written(portrait, "JPEG", quality=60, progressive=True),
        "grey.jpg": _written(portrait.convert("L"), "JPEG", quality=60),
        "print.jpg": _written(portrait.convert("CMYK"), "JPEG", quality=60),
        "sideways.jpg": _written(portrait, "JPEG", quality=60, exif=_sideways()),
    }


def _pngs(portrait: Image.Image) -> dict[str, bytes]:
    return {
        "colour.png": _written(portrait, "PNG"),
        "transparent.png": _written(portrait.convert("RGBA"), "PNG"),
        "palette.png": _written(portrait.convert("P"), "PNG"),
        "one_bit.png": _written(portrait.convert("1"), "PNG"),
        "deep.png": _by_opencv(".png", _deep(portrait)),
        "moving.png": _written(portrait, "PNG", **_followed(portrait)),
        "sideways.png": _written(portrait, "PNG", exif=_sideways()),
    }


def _webps(portrait: Image.Image) -> dict[str, bytes]:
    return {
        "lossy.webp": _written(portrait, "WEBP", quality=50),
        "lossless.webp": _written(portrait, "WEBP", lossless=True),
        "transparent.webp": _written(portrait.convert("RGBA"), "WEBP"),
        "moving.webp": _written(portrait, "WEBP", **_followed(portrait)),
    }


def _bmps(portrait: Image.Image) -> dict[str, bytes]:
    return {
        "colour.bmp": _written(portrait, "BMP"),
        "palette.bmp": _written(portrait.convert("P"), "BMP"),
        "one_bit.bmp": _written(portrait.convert("1"), "BMP"),
        "run_lengths.bmp": _run_lengths(),
    }


def _tiffs(portrait: Image.Image) -> dict[str, bytes]:
    return {
        "plain.tiff": _written(portrait, "TIFF"),
        "lzw.tiff": _written(portrait, "TIFF", compression="tiff_lzw"),
        "deflated.tiff": _written(portrait, "TIFF", compression="tiff_adobe_deflate"),
        "packed.tiff": _written(portrait, "TIFF", compression="packbits"),
        "jpeg.tiff": _written(portrait, "TIFF", compression="jpeg"),
        "fax.tiff": _written(portrait.convert("1"), "TIFF", compression="group4"),
        "print.tiff": _written(portrait.convert("CMYK"), "TIFF"),
        "deep.tiff": _by_opencv(".tiff", _deep(portrait)),
        "moving.tiff": _written(portrait, "TIFF", **_followed(portrait)),
    }


def _telephones(portrait: Image.Image) -> dict[str, bytes]:
    return {
        "lossy.heic": _written(portrait, "HEIF", quality=50),
        "transparent.heic": _written(portrait.convert("RGBA"), "HEIF", quality=50),
        "lossy.avif": _written(portrait, "AVIF", quality=50),
        "moving.avif": _written(portrait, "AVIF", **_followed(portrait)),
        "sideways.avif": _written(portrait, "AVIF", exif=_sideways()),
    }


def _others(portrait: Image.Image) -> dict[str, bytes]:
    """Nobody promised to read them, but most builds of OpenCV do."""
    pixels = np.asarray(portrait)
    fractions = pixels.astype(np.float32) / 255
    return {
        "moving.gif": _written(portrait, "GIF", **_followed(portrait)),
        "lossy.jp2": _written(portrait, "JPEG2000", quality_mode="rates", quality_layers=[8]),
        "plain.ppm": _written(portrait, "PPM"),
        "plain.ras": _by_opencv(".ras", pixels),
        "plain.pam": _by_opencv(".pam", pixels),
        "plain.hdr": _by_opencv(".hdr", fractions),
        "plain.pfm": _by_opencv(".pfm", fractions),
    }


def _is_decoded(content: bytes) -> bool:
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR) is not None


def _sideways() -> Image.Exif:
    exif = Image.Exif()
    exif[0x112] = 6
    return exif


def _deep(portrait: Image.Image) -> np.ndarray:
    return np.asarray(portrait, np.uint16) * 257


def _followed(portrait: Image.Image) -> dict[str, object]:
    """By its mirror image."""
    other = portrait.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return {"save_all": True, "append_images": [other]}


def _written(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _by_opencv(suffix: str, pixels: np.ndarray) -> bytes:
    return cv2.imencode(suffix, pixels)[1].tobytes()


def _run_lengths() -> bytes:
    """A BMP of 8x2 pixels in run-length encoding, which Pillow does not write."""
    palette = struct.pack("<2I", 0x000000, 0xFFFFFF)
    pixels = bytes([8, 1, 0, 0, 4, 0, 0, 4, 1, 0, 1, 0, 0, 1])
    start = 14 + 40 + len(palette)
    sizes = struct.pack("<IiiHHIIiiII", 40, 8, 2, 1, 8, 1, len(pixels), 0, 0, 2, 0)
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + sizes + palette + pixels


PICTURES = Target(
    accepts=accepts,
    seeds=seeds,
    mutate=whole_png,
    words=(
        b"IHDR", b"IDAT", b"PLTE", b"tRNS", b"acTL", b"fcTL", b"fdAT", b"eXIf", b"IEND", b"RIFF", b"VP8 ",
        b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"GIF89a", b"ftypavif", b"ftypheic", b"irot", b"ispe",
        b"jP  ", b"P6", b"II*\0", b"MM\0*", b"BM", b"Exif\0\0", b"\xff\xd8", b"\xff\xda", b"\xff\xc0",
        b"\xff\xc2", b"\xff\xe1", b"\xff\xff\xff\x7f", b"\0\0\0\x80",
    ),
    longest_bytes=6000,
    timeout_s=30,
    memory_mb=4096,
)  # fmt: skip
