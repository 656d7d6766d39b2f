"""What a command works with: the data folder, and the stored settings, overridden by the options."""

import argparse
import logging
import sys
from collections.abc import Callable
from dataclasses import replace

from app.commands.security.passphrases import ask_passphrase
from app.storage.errors import StoreError, translate_os_errors
from app.storage.paths import Paths, paths_in
from app.storage.settings import Settings, SettingsError, load_settings
from app.system.excepthook import install_excepthooks
from app.system.exit_codes import Exit, fail
from app.system.log_setup import configure_logging
from app.vault.vault import Vault
from model.messages.message import Message

log = logging.getLogger(__name__)

OVERRIDES = (
    "camera",
    "rotate",
    "person",
    "timeout_s",
    "stays_open",
    "level",
    "liveness",
    "detection_threshold",
    "verification_threshold",
    "language",
    "theme",
    "text_size",
    "steady_frames",
    "threads",
    "audit_days",
    "keep_history",
    "keep_pictures",
    "keep_reference_pictures",
    "notify",
    "night_light",
)
"""Options that override the setting of the same name."""


def configure(options: argparse.Namespace) -> tuple[Paths, Settings]:
    """Start the log, load the settings and find the key of an encrypted data folder. A damaged settings file,
    or vault, ends the command."""
    try:
        return load_configuration(options)
    except (SettingsError, StoreError) as error:
        raise SystemExit(fail(error, Exit.COULD_NOT)) from error


def load_configuration(options: argparse.Namespace) -> tuple[Paths, Settings]:
    """As ``configure``, but raises SettingsError and StoreError."""
    paths = paths_in(options.data)
    configure_logging(paths.logs, options.log_level)
    install_excepthooks()
    open_vault(paths)
    log.info("%s, Python %s on %s", options.command, sys.version, sys.platform)
    return paths, override(load_settings(paths.settings), options)


def open_vault(paths: Paths, ask: Callable[[], str] = ask_passphrase) -> Vault:
    """Encrypt and decrypt the files of people if the data folder is encrypted. The key is fetched when the
    first file needs it; ``ask`` returns the passphrase. Raises StoreError."""
    with translate_os_errors(Message("read"), paths.root):
        vault = Vault(paths, ask)
    vault.mount()
    return vault


def override(settings: Settings, options: argparse.Namespace) -> Settings:
    """``settings`` with the options that were given. A level replaces a stored detection threshold."""
    given = {name: getattr(options, name, None) for name in OVERRIDES}
    if given["level"]:
        settings = replace(settings, detection_threshold=None)
    return replace(settings, **{name: value for name, value in given.items() if value is not None})
