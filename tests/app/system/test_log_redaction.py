import json
import logging
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from app.system.log_redaction import RedactingFormatter, redact

CROP = np.random.default_rng(0).integers(0, 255, (100, 100, 3), np.uint8)
EMBEDDING = np.random.default_rng(0).normal(size=128).astype(np.float32)
JPEG = cv2.imencode(".jpg", CROP)[1].tobytes()


@dataclass
class Holder:
    crop: object


PRIVATE = {
    "a crop as an argument": ("judged %s", (CROP,)),
    "its repr": ("judged %r", (CROP,)),
    "an embedding": ("%s", (EMBEDDING,)),
    "an embedding in the message": (f"far from {EMBEDDING}", ()),
    "an embedding as a list": ("%s", (EMBEDDING.tolist(),)),
    "an embedding in JSON": ("%s", (json.dumps({"mine": EMBEDDING.tolist()}),)),
    "many embeddings, which NumPy shortens": ("%s", (np.tile(EMBEDDING, (100, 1)),)),
    "a field of an object": ("%s", (Holder(EMBEDDING),)),
    "landmarks": ("%s", (EMBEDDING[:10].reshape(5, 2).tolist(),)),
    "a JPEG": ("%s", (JPEG,)),
    "half a JPEG, cut off": (repr(JPEG)[:200], ()),
}


def numbers_of(text: str) -> int:
    return sum(character.isdigit() for character in text)


@pytest.mark.parametrize(("message", "arguments"), PRIVATE.values(), ids=PRIVATE)
def test_no_face_reaches_the_log(message: str, arguments: tuple) -> None:
    record = logging.LogRecord("app", logging.INFO, "file", 1, message, arguments, None)
    line = RedactingFormatter("%(message)s").format(record)
    assert "withheld>" in line
    assert numbers_of(line) < 10, line
    assert "\\x" not in line


def test_an_error_with_an_array_is_logged_without_the_array() -> None:
    error = ValueError(f"Received: {EMBEDDING}")
    record = logging.LogRecord("app", logging.ERROR, "f", 1, "failed", (), (ValueError, error, None))
    line = RedactingFormatter("%(message)s").format(record)
    assert line == "failed\nValueError: Received: <numbers withheld>"


HARMLESS = (
    "2026-01-02 03:04:05,678 INFO MainThread app.live.engine: 30 frames of 640x480 in 1.02 s, 98.0 % judged",
    "The crop has the shape (100, 100, 3); (1, 128) was expected, at 0.92, 0.5 and 3",
    "/home/x/20260101-120000-me/card.json: 5 of 12 references, b'ok'",
    'File "/a/b.py", line 12, in find\n    x = y[1, 2, 3]',
)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_picture_stays(text: str) -> None:
    assert redact(text) == text
