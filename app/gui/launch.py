"""Open the window. Kivy must be configured before it is imported."""

import logging
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from app.camera.factory import import_decoder
from app.gui.display import read_display
from app.system.exit_codes import Exit, fail
from app.system.freed_memory import return_large_blocks
from app.system.garbage_collection import include_all_objects, pause_collection
from model.installation.commands import typed

if TYPE_CHECKING:
    from app.live.controller import AppController

NO_DISPLAY = (
    "There is no display to open a window on. Start Sameface on a desktop or set DISPLAY. "
    f"To verify without a window, use `{typed('verify')}` (see --help)."
)

KIVY_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_WINDOW": "sdl2",
    "KIVY_IMAGE": "sdl2",
    "KIVY_EVENTLOOP": "trio",
}
"""By default Kivy parses the command line, reads its own configuration and loads many libraries."""

KIVY_CONFIG = {
    "graphics": {"multisamples": "0"},
    "kivy": {"exit_on_escape": "0"},
    "input": {"mouse": "mouse,disable_multitouch"},
}
"""Our shapes smooth their own edges. Without a graphics card, multisampling halves the frame rate."""

WINDOW_SIZE = (1100, 720)
"""Width and height on an ordinary display that is large enough."""


SWITCH_INTERVAL_S = 0.001
"""How long another thread may keep Python's interpreter while the window waits for it; 5 ms by default."""


def run(controller: "AppController") -> int:
    """Show the window until the user closes it. Returns ``Exit.COULD_NOT`` if there is no display."""
    if not has_display(os.environ, sys.platform):
        return fail(NO_DISPLAY, Exit.COULD_NOT)
    pause_collection()
    return_large_blocks()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    import_decoder(controller.settings.camera)
    prepare_kivy(os.environ, sys.platform)
    from kivy.core.window import Window

    if Window is None:
        return fail(NO_DISPLAY, Exit.COULD_NOT)
    from app.gui.application import SamefaceApp

    # When it closes, Kivy collects the garbage that uses the graphics card.
    Window.bind(on_close=lambda window: include_all_objects())

    try:
        SamefaceApp(controller).run()
    finally:
        controller.engine.stop()
    return Exit.DONE


def has_display(environment: "os._Environ[str] | dict[str, str]", platform: str) -> bool:
    """On Linux, whether the environment names a display or a video driver; always true elsewhere."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))


def prepare_kivy(environment: "os._Environ[str] | dict[str, str]", platform: str) -> None:
    """Configure Kivy. Call this before anything imports it."""
    environment.update(KIVY_ENVIRONMENT)
    display = read_display(environment, platform)
    if platform.startswith("linux"):
        environment.setdefault("SDL_VIDEODRIVER", "x11,wayland")
        environment.setdefault("KIVY_METRICS_DENSITY", str(display.density))
    logging.getLogger("kivy").addFilter(_is_relevant)
    from kivy.config import Config

    logging.getLogger("kivy").setLevel(logging.WARNING)
    for section, options in KIVY_CONFIG.items():
        for option, value in options.items():
            Config.set(section, option, value)
    for option, pixels in zip(("width", "height"), display.fitted(*WINDOW_SIZE), strict=True):
        Config.set("graphics", option, str(pixels))
    _import_clock()


def _import_clock() -> None:
    """Kivy's clock imports a library for coroutines, which we do not use: asyncio takes 6 MB with the network
    libraries that it needs. An empty module in the place of trio, the other one that Kivy supports, takes
    nothing."""
    installed = sys.modules.get("trio")
    sys.modules["trio"] = ModuleType("trio")
    import_module("kivy.clock")
    del sys.modules["trio"]
    if installed:
        sys.modules["trio"] = installed


def _is_relevant(record: logging.LogRecord) -> bool:
    """Kivy logs each closed window as an error, and warns while a minimum has a width but no height yet."""
    return not record.getMessage().startswith(("Base:", "Both Window.minimum_width"))
