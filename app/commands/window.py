"""``app`` and ``demo``: the window, at the chosen camera or at the built-in demo camera."""

import argparse

from app.commands.configuration import configure, open_vault
from app.commands.security.passphrases import ask_passphrase, can_ask
from app.gui.launch import run as open_window
from app.live.controller import AppController
from app.storage.errors import StoreError
from app.system.exit_codes import Exit, fail
from app.vault.vault import refuse_until_unlocked


def run(options: argparse.Namespace) -> int:
    """Return when the window is closed. With ``demo``, ``--camera`` may name another demo scene."""
    if options.command == "demo":
        options.camera = options.camera or "demo"
    paths, settings = configure(options)
    vault = open_vault(paths, ask_passphrase if can_ask() else refuse_until_unlocked)
    if vault.needs_passphrase and can_ask():
        try:
            vault.keys()
        except StoreError as error:
            return fail(error, Exit.COULD_NOT)
    return open_window(AppController(paths, settings, vault))
