"""Names in the files of every existing bundle."""

import json

import numpy as np
import pytest

from model.runtime.bundle import BUNDLE_FILES, CARD, SHIPPED_BUNDLE
from model.runtime.model_card import CalibrationRow, FileDigest, Rate, encode_card
from model.runtime.similarity_head import Distance, Head, encode_head
from tests.support.bundles import card_with


def test_a_bundle_has_these_files() -> None:
    assert sorted((*BUNDLE_FILES, CARD)) == ["card.json", "embedding.keras", "embedding.tflite", "head.json"]


def test_a_card_has_these_keys() -> None:
    card = json.loads(
        encode_card(
            card_with(
                calibration=[CalibrationRow(similarity=0.5, fmr=0.01, fmr_upper=0.02, fnmr=0.1)],
                metrics={"accuracy": Rate(count=9, trials=10, value=0.9, lower=0.6, upper=0.98)},
                files={"head.json": FileDigest(sha256="00", size=3)},
                look_alikes=[CalibrationRow(similarity=0.5, fmr=0.02, fmr_upper=0.04, fnmr=0.1)],
            )
        )
    )
    assert list(card) == [
        "name",
        "created",
        "crop_size",
        "dimensions",
        "detection_threshold",
        "verification_threshold",
        "calibration",
        "metrics",
        "data",
        "licence",
        "files",
        "format",
        "digest",
        "look_alikes",
    ]
    assert list(card["calibration"][0]) == ["similarity", "fmr", "fmr_upper", "fnmr"]
    assert list(card["metrics"]["accuracy"]) == ["count", "trials", "value", "lower", "upper"]
    assert list(card["files"]["head.json"]) == ["sha256", "size"]
    assert card["format"] == 1


@pytest.mark.parametrize("distance", ["l1", "euclidean"])
def test_a_head_has_these_keys(distance: str) -> None:
    head = json.loads(encode_head(Head(np.float32([-1.5]), 2.0, Distance(distance))))
    assert head == {"distance": distance, "weights": [-1.5], "bias": 2.0, "bases": 1}


def test_the_shipped_card_and_head_have_the_same_keys() -> None:
    card, head = (json.loads((SHIPPED_BUNDLE / name).read_text()) for name in ("card.json", "head.json"))
    assert card.keys() == {*json.loads(encode_card(card_with())).keys(), "look_alikes"}
    assert head.keys() == {"distance", "weights", "bias", "bases"}
