"""Open a hidden window and print what renders it, for the doctor: ``python -m app.gui.probe``."""

import json
import os
import sys

from app.gui.launch import has_display, prepare_kivy
from app.system.exit_codes import Exit, fail


def main() -> int:
    """Print a JSON object; its ``screen`` is false without a display. Fail if the display does not work."""
    answer: dict[str, object] | None = {"screen": False}
    if has_display(os.environ, sys.platform):
        prepare_kivy(os.environ, sys.platform)
        answer = _renderer_info()
    if answer is None:
        return fail("The display does not respond, or nothing can be drawn on it.", Exit.COULD_NOT)
    print(json.dumps(answer))
    return Exit.DONE


def _renderer_info() -> dict[str, object] | None:
    from kivy.config import Config

    Config.set("graphics", "window_state", "hidden")
    from kivy.core.window import Window

    if Window is None:
        return None
    from kivy.graphics.opengl import GL_RENDERER, GL_VERSION, glGetString

    version, renderer = (glGetString(name).decode(errors="replace") for name in (GL_VERSION, GL_RENDERER))
    return {"screen": True, "opengl": version, "renderer": renderer}


if __name__ == "__main__":
    raise SystemExit(main())
