"""``vault``: encrypt the faces in the data folder."""

import argparse
from collections.abc import Callable, Mapping

from app.arguments.security.vault import FILE_ACTIONS
from app.audit.audit_log import AuditLog
from app.audit.entry import AuditEvent
from app.commands.security.passphrases import ask_new_passphrase, ask_passphrase
from app.storage.errors import StoreError, translate_os_errors
from app.storage.paths import Paths, paths_in
from app.system.exit_codes import Exit, fail
from app.system.log_setup import configure_logging
from app.vault import management
from app.vault.archive import export_people, import_people
from app.vault.conversion import ConversionReport
from app.vault.errors import VaultError
from app.vault.keyring_key import has_keyring
from app.vault.sentences import conversion_words, status_words
from app.vault.vault import Vault
from model.installation.commands import typed
from model.messages.message import Message
from model.terminal.plurals import counted
from model.terminal.standard_streams import write_answer

OLD_COPIES = (
    "Backups of the folder, and blocks that the disk has not yet overwritten, may still hold the faces in "
    "the clear."
)


def run(options: argparse.Namespace) -> int:
    paths = paths_in(options.data)
    configure_logging(paths.logs, options.log_level)
    if (options.action in FILE_ACTIONS) is (options.file is None):
        which = " and ".join(FILE_ACTIONS)
        return fail(f"{which} need the name of a file; the other actions take none.", Exit.USAGE)
    try:
        with translate_os_errors(Message("use the vault of"), paths.root):
            write_answer(HANDLERS[options.action](paths, options))
    except StoreError as error:
        return fail(error, Exit.COULD_NOT)
    return Exit.DONE


def _open(paths: Paths) -> Vault:
    vault = Vault(paths, ask_passphrase)
    vault.mount()
    return vault


def _status(paths: Paths, options: argparse.Namespace) -> str:
    return status_words(_open(paths).status)


def _encrypt(paths: Paths, options: argparse.Namespace) -> str:
    vault = _open(paths)
    in_keyring, passphrase = not options.passphrase and has_keyring(), None
    if vault.header is None:
        passphrase = _first_passphrase(in_keyring)
    report = management.encrypt(vault, passphrase=passphrase, in_keyring=in_keyring)
    _record(paths, AuditEvent.ENCRYPTED, report)
    words = f"{conversion_words(report, 'encrypted')} {status_words(vault.status)}"
    return f"{words} {OLD_COPIES}" if report.converted else words


def _first_passphrase(in_keyring: bool) -> str | None:
    """None without one, where the key is in the keyring."""
    if not in_keyring:
        return ask_new_passphrase()
    try:
        prompt = "Passphrase for a lost keyring and for unlocking after failed attempts (empty: none): "
        return ask_new_passphrase(prompt) or None
    except VaultError:
        raise
    except StoreError:
        return None


def _decrypt(paths: Paths, options: argparse.Namespace) -> str:
    report = management.decrypt(_open(paths))
    _record(paths, AuditEvent.DECRYPTED, report)
    return f"{conversion_words(report, 'decrypted')} The data folder is no longer encrypted."


def _passphrase(paths: Paths, options: argparse.Namespace) -> str:
    vault = _open(paths)
    vault.keys()
    management.set_passphrase(vault, ask_new_passphrase())
    AuditLog(paths.audit).record(AuditEvent.PASSPHRASE_CHANGED)
    return (
        "The passphrase is changed. An older copy of vault.json still opens with the old one, until you run "
        f"`{typed('vault revoke')}`."
    )


def _revoke(paths: Paths, options: argparse.Namespace) -> str:
    vault = _open(paths)
    passphrase = ask_passphrase() if vault.status.has_passphrase else None
    if passphrase is not None:
        vault.unlock(passphrase)
    report = management.replace_key(vault, passphrase)
    _record(paths, AuditEvent.KEY_REPLACED, report)
    old = "Older copies of the files can no longer be read"
    known = ", unless someone has an older copy of vault.json and its passphrase" if passphrase else ""
    return f"{conversion_words(report, 'encrypted with another key')} {old}{known}."


def _export(paths: Paths, options: argparse.Namespace) -> str:
    _open(paths)
    count = export_people(paths.people, options.file, ask_new_passphrase("Passphrase of the archive: "))
    AuditLog(paths.audit).record(AuditEvent.EXPORTED, detail=counted(count, "file"))
    return f"{counted(count, 'file')} exported to {options.file}. It cannot be read without the passphrase."


def _import(paths: Paths, options: argparse.Namespace) -> str:
    _open(paths)
    count = import_people(paths.people, options.file, ask_passphrase())
    AuditLog(paths.audit).record(AuditEvent.IMPORTED, detail=counted(count, "file"))
    return f"{counted(count, 'file')} imported. Existing files were not changed."


def _accept(paths: Paths, options: argparse.Namespace) -> str:
    management.accept(paths)
    return status_words(_open(paths).status)


def _record(paths: Paths, event: AuditEvent, report: ConversionReport) -> None:
    AuditLog(paths.audit).record(event, detail=counted(report.converted, "file"))


HANDLERS: Mapping[str, Callable[[Paths, argparse.Namespace], str]] = {
    "status": _status,
    "encrypt": _encrypt,
    "decrypt": _decrypt,
    "passphrase": _passphrase,
    "revoke": _revoke,
    "export": _export,
    "import": _import,
    "accept": _accept,
}
