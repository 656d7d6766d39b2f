"""Compare the bundles of two runs."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from model.runtime.bundle import CARD, EMBEDDING, HEAD, TRAINABLE

WEIGHTS = "model.weights.h5"
VARIABLE_FIELDS = ("created", "files", "digest")
"""Fields of a card that differ between equal runs: the date, and digests of files that hold dates."""


def differences(one: Path, other: Path) -> list[str]:
    """Names of the files and fields that are not bit for bit the same in both bundles."""
    found = [name for name in (EMBEDDING, HEAD) if (one / name).read_bytes() != (other / name).read_bytes()]
    return [*found, *_different_weights(one, other), *_different_card_fields(one, other)]


def _different_weights(one: Path, other: Path) -> list[str]:
    left, right = _weights(one), _weights(other)
    if left.keys() != right.keys():
        return [f"{TRAINABLE}: other layers"]
    furthest = max(float(np.abs(left[name] - right[name]).max()) for name in left)
    return [f"{TRAINABLE}: weights up to {furthest:.2g} apart"] if furthest else []


def _weights(bundle: Path) -> dict[str, np.ndarray]:
    """By the path in Keras's file."""
    found: dict[str, np.ndarray] = {}

    def note(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset) and item.size:
            found[name] = np.asarray(item, np.float64)

    with zipfile.ZipFile(bundle / TRAINABLE) as stored, h5py.File(io.BytesIO(stored.read(WEIGHTS))) as file:
        file.visititems(note)
    return found


def _different_card_fields(one: Path, other: Path) -> list[str]:
    left, right = (json.loads((bundle / CARD).read_text(encoding="utf-8")) for bundle in (one, other))
    names = [name for name in left if name not in VARIABLE_FIELDS and left[name] != right.get(name)]
    return [f"{CARD}: {name}" for name in names]
