"""Files that PyInstaller collects and Sameface never loads. Sizes are for Linux on x86-64."""

import re

UNNEEDED = (
    # LiteRT's GPU accelerators (19 MB) and plugins for other chips (5 MB): the networks run on the processor.
    r"LiteRt(WebGpu|Metal)Accelerator",
    r"^ai_edge_litert/vendors/",
    # LiteRT's second runtime (8 MB): the interpreter is in libpywrap_litert_common.
    r"^ai_edge_litert/(lib)?LiteRt\.",
    r"_pywrap_(litert_converter|modify_model|tfl_|tensorflow_lite_cal)",
    r"pywrap_genai_ops",
    # OpenCV's FFmpeg for Windows (28 MB): PyAV decodes.
    r"opencv_videoio_ffmpeg",
    r"^cv2/data/",
    r"^kivy/(tests|tools|include)/",
    r"^kivy_install/(modules|data/keyboards)",
    # The window plays neither video nor sound.
    r"gstreamer|_gstplayer|kivy/core/(audio|video)/",
    # A part of glibc, which is the system's.
    r"^libmvec\.so",
    # The system's libX11 comes with its OpenGL; SDL draws the window.
    r"^lib(X11|Xrender|Xau|Xdmcp|bsd|md)\.so",
    r"kivy/core/window/window_x11",
    r"\.dist-info/sboms/",
    # Sources and headers of packages.
    r"\.(pyx|pxd|pyi|c|cpp|h|hpp)$",
)
_UNNEEDED = re.compile("|".join(f"(?:{pattern})" for pattern in UNNEEDED))


def is_needed(name: str) -> bool:
    """``name``: a path inside the folder, with either separator."""
    return _UNNEEDED.search(name.replace("\\", "/")) is None
