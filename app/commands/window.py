"""``app`` and ``demo``: the window, at the chosen camera or at the built-in demo camera."""

import argparse

from app.commands.configuration import configure
from app.gui.launch import run as open_window
from app.live.controller import AppController


def run(options: argparse.Namespace) -> int:
    """Return when the window is closed. With ``demo``, ``--camera`` may name another demo scene."""
    if options.command == "demo":
        options.camera = options.camera or "demo"
    return open_window(AppController(*configure(options)))
