"""Install a signed model file among the user's models."""

import re
from pathlib import Path

from app.signing.bundle_archive import MAX_FILE_BYTES, unpack_bundle
from app.signing.keys import trusted_keys
from app.signing.signed_file import SignatureError, verified_payload
from app.storage.model_store import SHIPPED, ModelStore
from model.messages.message import english_only
from model.runtime.bundle import BundleError, load_bundle
from model.storage.atomic_folder import atomic_folder

SUFFIX = ".sameface-model"
UNUSABLE = re.compile(r"[^\w.-]+")


def install_model(file: Path, store: ModelStore, keys: Path) -> str:
    """Check the hash and the signature of ``file``, then the bundle in it, and add it to ``store``. The model
    in use stays. ``keys``: the folder of the keys that the user trusts. Returns the name of the version.

    Raises SignatureError, BundleError, KeyFileError, FileExistsError and OSError, and then installs nothing.
    """
    payload = _checked_payload(file, keys)
    name = version_name(file)
    if name == SHIPPED or store.folder_of(name).exists():
        raise BundleError(
            english_only(f"There is already a model {name!r}. Rename the file, or remove the model first.")
        )
    with atomic_folder(store.folder_of(name)) as folder:
        unpack_bundle(payload, folder)
        load_bundle(folder)
    return name


def version_name(file: Path) -> str:
    """The file's name without its suffix, with hyphens in place of all characters except letters, digits,
    dots and hyphens. Raises BundleError when nothing remains."""
    name = UNUSABLE.sub("-", file.name.removesuffix(SUFFIX)).strip("-.")
    if not name:
        raise BundleError(
            english_only(f"The name of the file gives no name for the model: {file.name!r}. Rename the file.")
        )
    return name


def _checked_payload(file: Path, keys: Path) -> bytes:
    if file.stat().st_size > MAX_FILE_BYTES:
        raise SignatureError(
            english_only(f"{file} is not installed. It is larger than {MAX_FILE_BYTES:,} bytes.")
        )
    try:
        return verified_payload(file.read_bytes(), trusted_keys(keys))
    except SignatureError as error:
        raise SignatureError(english_only(f"{file} is not installed. {error}")) from error
