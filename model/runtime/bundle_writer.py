"""Writing a bundle: whole or not at all."""

import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from model.runtime.bundle import CARD, fingerprint
from model.runtime.model_card import Card, encode_card, sealed
from model.storage.atomic_file import sync_folder, write_atomically

LEFT_BEHIND_AFTER_S = 3600.0
"""A folder that is not finished by then belongs to a process that was killed."""


class ExportError(RuntimeError):
    """The bundle was not written."""


def write_bundle(contents: Mapping[str, bytes], card: Card, folder: Path) -> None:
    """``contents`` by the names of the files. The card's ``files`` and ``digest`` are filled in.

    Raises ExportError when ``folder`` exists, OSError when the disk is full or read-only.
    """
    if folder.exists():
        raise ExportError(f"{folder} exists and is not overwritten. Choose another name or move it away.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_behind(folder.parent)
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".partial"))
    try:
        for name, content in contents.items():
            write_atomically(partial / name, content)
        files = {name: fingerprint(content) for name, content in contents.items()}
        write_atomically(partial / CARD, encode_card(sealed(replace(card, files=files))))
        partial.chmod(0o755)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    sync_folder(folder.parent)


def _remove_left_behind(models: Path) -> None:
    before = time.time() - LEFT_BEHIND_AFTER_S
    for partial in models.glob(".*.partial"):
        if partial.is_dir() and partial.stat().st_mtime < before:
            shutil.rmtree(partial, ignore_errors=True)
