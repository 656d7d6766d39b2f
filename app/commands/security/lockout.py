"""``lockout``: list the failed attempts, and unlock a person."""

import argparse
import sys
from collections.abc import Sequence

from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.commands.configuration import configure, open_vault
from app.commands.security.passphrases import ask_passphrase
from app.lockout.sentences import status_words
from app.lockout.try_limiter import TryLimiter
from app.storage.paths import Paths
from app.storage.people import PersonNameError, people_in
from app.system.exit_codes import Exit, fail
from model.installation.commands import typed
from model.terminal.standard_streams import write_answer

NO_PASSPHRASE = (
    "No passphrase is set, so anyone who can run this command can unlock. Set one with "
    f"`{typed('vault encrypt')}` or `{typed('vault passphrase')}`."
)


def run(options: argparse.Namespace) -> int:
    paths, settings = configure(options)
    try:
        if options.action == "unlock":
            lines = _unlock(paths, settings.person)
        else:
            lines = _status(paths, [options.person] if options.person else people_in(paths.people))
    except PersonNameError as error:
        return fail(error, Exit.USAGE)
    except OSError as error:
        return fail(error, Exit.COULD_NOT)
    write_answer("\n".join(lines))
    return Exit.DONE


def _status(paths: Paths, people: Sequence[str]) -> list[str]:
    limiter = TryLimiter(paths.root)
    return [status_words(limiter.status(person), person) for person in people] or ["No one is enrolled."]


def _unlock(paths: Paths, person: str) -> list[str]:
    """If there is a passphrase, only the owner knows it."""
    vault = open_vault(paths)
    if vault.status.has_passphrase:
        vault.unlock(ask_passphrase())
    else:
        print(NO_PASSPHRASE, file=sys.stderr)
    limiter = TryLimiter(paths.root)
    limiter.unlock(person)
    AuditLog(paths.audit).record(AuditEvent.UNLOCKED, person)
    return [status_words(limiter.status(person), person)]
