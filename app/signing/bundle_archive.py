"""A model bundle as one zip archive."""

import io
import zipfile
import zlib
from pathlib import Path

from model.messages.message import english_only
from model.runtime.bundle import BUNDLE_FILES, CARD, BundleError

NAMES = frozenset({CARD, *BUNDLE_FILES})
MAX_FILE_BYTES = 500_000_000
"""A hundred times the size of the shipped bundle."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date of a zip: the same bundle gives the same archive."""


def pack_bundle(folder: Path) -> bytes:
    """Raises OSError when a file is missing."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(NAMES):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def unpack_bundle(content: bytes, folder: Path) -> None:
    """Write the files of a bundle, and no others, to the existing ``folder``. Raises BundleError, OSError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_names(archive)
            for name in sorted(NAMES):
                (folder / name).write_bytes(_read(archive, name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BundleError(english_only(f"The archive of the model is damaged: {error}.")) from error


def _check_names(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if len(names) != len(NAMES) or set(names) != NAMES:
        raise BundleError(
            english_only(f"The archive does not contain a model: {', '.join(sorted(names))[:200]}.")
        )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise BundleError(english_only(f"{name} is larger than {MAX_FILE_BYTES:,} bytes."))
    return content
