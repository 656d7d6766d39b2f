"""Sentences about the encryption of the data folder."""

from app.vault.conversion import ConversionReport
from app.vault.header import VaultState
from app.vault.vault import VaultStatus
from model.installation.commands import typed
from model.terminal.plurals import counted

NOT_ENCRYPTED = (
    "The faces in the data folder are not encrypted: anyone who can read the folder can read them. Encrypt "
    f"them with `{typed('vault encrypt')}`."
)
UNFINISHED = f"An interrupted change is not finished: run `{typed('vault {}')}` again."


def status_words(status: VaultStatus) -> str:
    """How the data folder is protected."""
    if status.state is None:
        return NOT_ENCRYPTED
    if status.state is VaultState.DECRYPTING:
        return UNFINISHED.format("decrypt")
    if status.state is VaultState.ENCRYPTING:
        return UNFINISHED.format("encrypt")
    words = f"The faces in the data folder are encrypted. The key is {key_place(status)}."
    return f"{words} {UNFINISHED.format('revoke')}" if status.changing_key else words


def conversion_words(report: ConversionReport, done: str) -> str:
    """``done``: "encrypted" or the like."""
    words = f"{counted(report.converted, 'file')} {done}."
    if not report.damaged:
        return words
    example = f"for example {report.damaged[0]}"
    return (
        f"{words} {counted(len(report.damaged), 'file')} could not be read and were not changed, {example}."
    )


def key_place(status: VaultStatus) -> str:
    if status.in_keyring and status.has_passphrase:
        return "in the system's keyring, and also under a passphrase"
    return "in the system's keyring" if status.in_keyring else "under a passphrase"
