"""Video files in the encodings of cameras and editing software, written by PyAV."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import av

from model.vision.frame import RgbImage

PAL = (720, 576)


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` of the file; ``codec``, ``pixels`` and ``options`` as FFmpeg names them."""

    name: str
    codec: str
    pixels: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)


INTERLACED_FLAGS = {"flags": "+ildct+ilme"}
INTERLACED = (
    Encoding("h264.mp4", "libx264", options=INTERLACED_FLAGS | {"x264-params": "tff=1"}),
    Encoding("h264.ts", "libx264", options=INTERLACED_FLAGS | {"x264-params": "tff=1"}),
    Encoding("mpeg2.mpg", "mpeg2video", options=INTERLACED_FLAGS),
    Encoding("mpeg2.ts", "mpeg2video", options=INTERLACED_FLAGS),
    Encoding("dv.dv", "dvvideo", options={"flags": "+ildct"}),
    Encoding("prores.mov", "prores_ks", "yuv422p10le", {"flags": "+ildct"}),
)
AV1 = Encoding("av1.mp4", "libsvtav1", options={"preset": "12"})
LOSSLESS = Encoding("lossless.mkv", "ffv1", "bgr0")


def write_encoded(folder: Path, encoding: Encoding, images: Sequence[RgbImage], fps: int = 25) -> Path:
    """All ``images`` have one size, for DV ``PAL``."""
    path = folder / encoding.name
    with kept_scheduling(), av.open(str(path), "w") as container:
        stream = container.add_stream(encoding.codec, rate=fps, options=encoding.options)
        stream.pix_fmt = encoding.pixels
        stream.height, stream.width = images[0].shape[:2]
        for image in images:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    return path


@contextmanager
def kept_scheduling() -> Iterator[None]:
    """As root on Linux, SVT-AV1 gives the encoding thread real-time priority. Whatever that thread does
    afterwards, and every program that it starts, would starve the other tests."""
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, *before)
