"""Check whether references are encrypted, where the key is, and whether their pictures are kept."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.doctor.finding import Finding, Status
from app.storage.paths import Paths
from model.installation.commands import typed
from model.terminal.plurals import counted

if TYPE_CHECKING:
    from app.vault.vault import VaultStatus

TOPIC = "protection"


def check_protection(paths: Paths) -> Finding:
    """Fetches no key: a keyring may ask the user for a password."""
    try:
        from app.vault.vault import Vault
    except ImportError as error:
        sentence = f"The protection is unknown: {error.name or 'a package'} is missing."
        return Finding(TOPIC, Status.FAILED, sentence, "Install the missing packages first.")
    try:
        return _finding(Vault(paths).status, _kept(paths.people))
    except OSError as error:
        return Finding(TOPIC, Status.FAILED, str(error))


def _finding(status: "VaultStatus", kept: str) -> Finding:
    from app.vault.header import VaultState
    from app.vault.keyring_key import has_keyring
    from app.vault.sentences import key_place

    if status.state is None:
        return Finding(TOPIC, Status.OK, f"References are not encrypted: there is no key. {kept}")
    encrypted = f"References are encrypted, with the key {key_place(status)}. {kept}"
    if status.state is not VaultState.ENCRYPTED or status.changing_key:
        sentence = f"An interrupted change of the encryption is not finished. {kept}"
        return Finding(TOPIC, Status.WARNING, sentence, f"See `{typed('vault')}`.")
    if status.in_keyring and not has_keyring():
        lost = f"{encrypted} The system's keyring is not available."
        if status.has_passphrase:
            return Finding(TOPIC, Status.WARNING, lost, "Sameface asks for the passphrase instead.")
        return Finding(TOPIC, Status.FAILED, lost, "Unlock or restore the keyring.")
    return Finding(TOPIC, Status.OK, encrypted)


def _kept(people: Path) -> str:
    """What is stored of the references of all people. Raises StoreError."""
    from app.references.reference_store import FOLDER
    from app.references.templates import SUFFIX
    from app.storage.jpeg_folder import JpegFolder
    from app.storage.people import people_in

    folders = [JpegFolder(people / person / FOLDER, SUFFIX) for person in people_in(people)]
    paths = [path for folder in folders for path in folder.paths()]
    pictures = sum(path.suffix != SUFFIX for path in paths)
    if not paths:
        return "There are no references yet."
    if not pictures:
        return f"Only embeddings are stored ({counted(len(paths), 'reference')})."
    if pictures == len(paths):
        return f"Pictures are stored ({counted(pictures, 'reference')})."
    return f"Pictures of {pictures} references are stored, and only embeddings of {len(paths) - pictures}."
