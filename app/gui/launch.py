"""Opens the window: first what Kivy must be told before it is imported, then Kivy."""

import logging
import os
import sys
from typing import TYPE_CHECKING

from app.system.exit_codes import Exit, fail

if TYPE_CHECKING:
    from app.live.controller import AppController

NO_DISPLAY = (
    "There is no screen to open a window on. Start Sameface on a desktop, or set DISPLAY; "
    "without a window use `python main.py verify` (see --help)."
)

KIVY_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_WINDOW": "sdl2",
    "KIVY_IMAGE": "sdl2",
}
"""Kivy reads the command line, a configuration of its own and many libraries unless told not to."""

SETTINGS = {
    "graphics": {
        "width": "1100",
        "height": "720",
        "minimum_width": "900",
        "minimum_height": "640",
        "multisamples": "0",
    },
    "kivy": {"exit_on_escape": "0"},
    "input": {"mouse": "mouse,disable_multitouch"},
}
"""What is drawn smooths its own edges; without a graphics card multisampling halves the rate."""


def run(controller: "AppController") -> int:
    """Show the window until it is closed; ``Exit.COULD_NOT`` where there is no display."""
    if not has_display(os.environ, sys.platform):
        return fail(NO_DISPLAY, Exit.COULD_NOT)
    prepare_kivy(os.environ, sys.platform)
    from kivy.core.window import Window

    if Window is None:
        return fail(NO_DISPLAY, Exit.COULD_NOT)
    from app.gui.application import SamefaceApp

    try:
        SamefaceApp(controller).run()
    finally:
        controller.engine.stop()
    return Exit.DONE


def has_display(environment: "os._Environ[str] | dict[str, str]", platform: str) -> bool:
    """Whether one was named, where the system asks for that; a driver chosen by hand counts as one."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))


def prepare_kivy(environment: "os._Environ[str] | dict[str, str]", platform: str) -> None:
    """Has to come before anything imports Kivy."""
    environment.update(KIVY_ENVIRONMENT)
    if platform.startswith("linux"):
        environment.setdefault("SDL_VIDEODRIVER", "x11,wayland")
    logging.getLogger("kivy").addFilter(_is_relevant)
    from kivy.config import Config

    logging.getLogger("kivy").setLevel(logging.WARNING)
    for section, options in SETTINGS.items():
        for option, value in options.items():
            Config.set(section, option, value)


def _is_relevant(record: logging.LogRecord) -> bool:
    """Kivy reports every window that closes as an error."""
    return not record.getMessage().startswith("Base:")
