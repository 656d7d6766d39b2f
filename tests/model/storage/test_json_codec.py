import json
from dataclasses import dataclass

import pytest

from model.storage.json_codec import JsonError, decode_json, encode_json, escaped


@dataclass(frozen=True, slots=True)
class Thing:
    size: int = 0
    name: str = ""


def test_json_is_decoded_into_a_dataclass() -> None:
    assert decode_json(b'{"size": 3, "unknown": [1]}', Thing) == decode_json('{"size": 3}', Thing) == Thing(3)


REFUSED = {
    "no JSON": b"size = 3",
    "cut short": b'{"size": 3',
    "nothing": b"",
    "another kind": b'{"size": "3"}',
    "no text": b'{"name": "\xff"}',
    "no text in an unknown field": b'{"\xff": 3}',
    "a number beyond all in an unknown field": b'{"unknown": 1e999}',
    "half a pair": b'{"size": "\\ud800"}',
    "nested without end": b'{"unknown": ' + b"[" * 100_000,
    "text that is none": '{"unknown": "\ud800"}',
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_invalid_json_is_refused(content: bytes | str) -> None:
    with pytest.raises(JsonError, match=r"\w"):
        decode_json(content, Thing)


def test_a_file_name_that_is_not_utf_8_is_escaped():
    encoded = encode_json({"file": "caf\udce9.jpg", "name": "李"})
    assert json.loads(encoded.encode("utf-8")) == {"file": "caf\\udce9.jpg", "name": "李"}
    assert decode_json(encoded, dict[str, str])["file"] == escaped("caf\udce9.jpg")
