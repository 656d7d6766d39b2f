"""Small bundles made without TensorFlow."""

from dataclasses import replace
from typing import Any

from model.runtime.card import Card, sealed

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
    return sealed(replace(PLAIN, **fields))
