"""The display that the window opens on: its size and its pixel density.

macOS and Windows tell Kivy the density themselves. On Linux it is a setting of the desktop.
"""

import ctypes
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass

NORMAL_DPI = 96
MAX_DENSITY = 4.0
XLIB = "libX11.so.6"
SM_CXFULLSCREEN, SM_CYFULLSCREEN = 16, 17


@dataclass(frozen=True, slots=True)
class Display:
    """``size``: width and height in pixels, None if unknown. ``density``: display pixels per pixel of a
    window on an ordinary display."""

    size: tuple[int, int] | None = None
    density: float = 1.0

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """A window of this size on an ordinary display, enlarged by the density and no larger than the
        display."""
        wanted = (round(width * self.density), round(height * self.density))
        return wanted if self.size is None else (min(wanted[0], self.size[0]), min(wanted[1], self.size[1]))


def read_display(environment: Mapping[str, str], platform: str = sys.platform) -> Display:
    """The main display, as the system reports it."""
    if platform == "win32":
        metric = ctypes.windll.user32.GetSystemMetrics  # type: ignore[attr-defined,unused-ignore]
        return Display((metric(SM_CXFULLSCREEN), metric(SM_CYFULLSCREEN)))
    if not platform.startswith("linux"):
        return Display()
    size, resources = _read_x11(environment.get("DISPLAY", ""))
    return Display(size, density_of(environment, resources))


def density_of(environment: Mapping[str, str], resources: str = "") -> float:
    """From the variable that GTK reads, or the resource ``Xft.dpi`` that desktops set; at least 1."""
    scale = _number(environment.get("GDK_SCALE", ""))
    found = re.search(r"^Xft\.dpi:\s*([\d.]+)\s*$", resources, re.MULTILINE)
    dpi = _number(found.group(1)) if found else None
    density = scale or (dpi or NORMAL_DPI) / NORMAL_DPI
    return min(MAX_DENSITY, max(1.0, density))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _read_x11(name: str) -> tuple[tuple[int, int] | None, str]:
    """The size of the display and its resources; None and "" if it cannot be read."""
    try:
        xlib = ctypes.CDLL(XLIB)
    except OSError:
        return None, ""
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XResourceManagerString.restype = ctypes.c_char_p
    display = xlib.XOpenDisplay(name.encode() or None)
    if not display:
        return None, ""
    handle = ctypes.c_void_p(display)
    size = (xlib.XDisplayWidth(handle, 0), xlib.XDisplayHeight(handle, 0))
    resources = (xlib.XResourceManagerString(handle) or b"").decode(errors="replace")
    xlib.XCloseDisplay(handle)
    return size, resources
