"""Cards and bundles for tests, made without TensorFlow."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import UNSET

from model.runtime.bundle import CARD, SHIPPED_BUNDLE
from model.runtime.model_card import Card, decode_card, encode_card, with_digest

PLAIN = Card(
    name="test",
    created="2026-01-01T00:00:00Z",
    crop_size=100,
    dimensions=3,
    detection_threshold=0.5,
    verification_threshold=0.5,
    calibration=[],
    metrics={},
    data={},
    licence="MIT",
)


def card_with(**fields: Any) -> Card:
    return with_digest(replace(PLAIN, **fields))


def use_model_without_calibration(models: Path) -> None:
    """Make the shipped bundle current in ``models``, with a card whose calibration tables are empty."""
    shutil.copytree(SHIPPED_BUNDLE, models / "bare")
    (models / "current").write_text("bare\n")
    path = models / "bare" / CARD
    bare = replace(decode_card(path.read_bytes()), calibration=[], look_alikes=UNSET)
    path.write_bytes(encode_card(with_digest(bare)))
