"""Whether the desktop is set to a dark or a light appearance."""

import importlib
import subprocess
import sys
from collections.abc import Callable

TIMEOUT_S = 1.0
LINUX = ("gsettings", "get", "org.gnome.desktop.interface", "color-scheme")
MACOS = ("defaults", "read", "-g", "AppleInterfaceStyle")
WINDOWS_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


def prefers_light() -> bool:
    """Whether the desktop asks for light windows. False if it does not say."""
    probes: dict[str, Callable[[], bool]] = {"win32": _windows_is_light, "darwin": _macos_is_light}
    return probes.get(sys.platform, _linux_is_light)()


def _linux_is_light() -> bool:
    return "light" in _output(LINUX)


def _macos_is_light() -> bool:
    """The key exists only while the appearance is dark."""
    return "dark" not in _output(MACOS)


def _windows_is_light() -> bool:
    winreg = importlib.import_module("winreg")
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, WINDOWS_KEY) as key:
            return bool(winreg.QueryValueEx(key, "AppsUseLightTheme")[0])
    except OSError:
        return False


def _output(command: tuple[str, ...]) -> str:
    """In lower case; empty if the program is missing or does not answer."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.lower()
