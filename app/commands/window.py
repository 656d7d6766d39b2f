"""``app`` and ``demo``: the window, at the chosen camera or at the built-in demo camera."""

import argparse

from app.commands.configuration import configure, open_vault
from app.commands.security.passphrases import has_terminal
from app.gui.launch import run as open_window
from app.live.controller import AppController
from app.storage.errors import StoreError
from app.system.exit_codes import Exit, fail


def run(options: argparse.Namespace) -> int:
    """Return when the window is closed. With ``demo``, ``--camera`` may name another demo scene."""
    if options.command == "demo":
        options.camera = options.camera or "demo"
    paths, settings = configure(options)
    vault = open_vault(paths)
    if vault.needs_passphrase and has_terminal():
        try:
            vault.keys()
        except StoreError as error:
            return fail(error, Exit.COULD_NOT)
    return open_window(AppController(paths, settings, vault))
