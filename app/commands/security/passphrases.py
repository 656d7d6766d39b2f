"""Ask for a passphrase in the terminal, or read it from the file in SAMEFACE_PASSPHRASE_FILE."""

import getpass
import os
import sys
from pathlib import Path

from app.vault.errors import NoKeyError, VaultError
from app.vault.vault import PASSPHRASE_FILE_VARIABLE, refuse_to_ask
from model.messages.message import Message


def ask_passphrase() -> str:
    """The passphrase in use. Raises NoKeyError without a terminal to ask in."""
    if given := _from_file():
        return given
    return getpass.getpass("Passphrase: ") if _has_terminal() else refuse_to_ask()


def ask_new_passphrase(prompt: str = "New passphrase: ") -> str:
    """Typed twice; empty if the user gives none. Raises VaultError when the two differ, and NoKeyError
    without a terminal to ask in."""
    if given := _from_file():
        return given
    if not _has_terminal():
        raise NoKeyError(
            Message(
                "A passphrase is needed. Run the command in a terminal, or name a file that holds the "
                "passphrase in {variable}.",
                variable=PASSPHRASE_FILE_VARIABLE,
            )
        )
    passphrase = getpass.getpass(prompt)
    if passphrase and passphrase != getpass.getpass("Repeat the passphrase: "):
        raise VaultError(Message("The two passphrases differ. Nothing was changed; try again."))
    return passphrase


def can_ask() -> bool:
    """Whether a passphrase can be asked for here."""
    return _has_terminal() or bool(os.environ.get(PASSPHRASE_FILE_VARIABLE))


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _from_file() -> str:
    """The first line of the file; empty without one."""
    named = os.environ.get(PASSPHRASE_FILE_VARIABLE)
    if not named:
        return ""
    try:
        return Path(named).read_text(encoding="utf-8").split("\n", 1)[0]
    except (OSError, UnicodeError) as error:
        raise NoKeyError(
            Message("The passphrase cannot be read from {named}: {error}", named=named, error=error)
        ) from error
