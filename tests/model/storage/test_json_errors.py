from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import msgspec
import pytest

from model.storage.json_codec import JsonError, decode_json


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    name: str
    colour: Colour = Colour.RED
    parts: Annotated[int, msgspec.Meta(ge=1)] = 1
    share: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    seconds: Annotated[float, msgspec.Meta(gt=0)] = 1.0


WRONG = {
    '{"name": 5}': "name must be text in quotation marks, not a whole number",
    '{"name": null}': "name must be text in quotation marks, not null",
    '{"name": []}': "name must be text in quotation marks, not a list",
    '{"name": "x", "share": "0.5"}': "share must be a number or null, not text in quotation marks",
    '{"name": "x", "share": 2}': "share must be a number of at most 1",
    '{"name": "x", "seconds": 0}': "seconds must be a number above 0",
    '{"name": "x", "seconds": true}': "seconds must be a number, not true or false",
    '{"name": "x", "parts": 0}': "parts must be a whole number of at least 1",
    '{"name": "x", "parts": 1.5}': "parts must be a whole number, not a number",
    '{"name": "x", "colour": "blue"}': "colour cannot be 'blue'",
    "{}": "name is missing",
    "[]": "the whole must be an object in braces, not a list",
    "": "it is empty",
    " \n": "it is empty",
    '{"name": "x"': "it ends too early: a bracket or a quotation mark is missing",
    '{\n"name": "x",\n}': "line 3 is not JSON (trailing comma in object)",
    "{'name': 'x'}": "line 1 is not JSON (object keys must be strings)",
    b'{"name": "\xe9"}': "it is not encoded as UTF-8",
    '{"name": "x"}'.encode("utf-16"): "it is not encoded as UTF-8",
    "[" * 100_000: "it is nested too deeply",
}


@pytest.mark.parametrize(("content", "words"), WRONG.items(), ids=WRONG.values())
def test_an_invalid_value_is_described_in_words(content: str | bytes, words: str) -> None:
    with pytest.raises(JsonError) as error:
        decode_json(content, Thing)
    assert str(error.value) == words


def test_a_name_with_half_a_character_is_refused() -> None:
    with pytest.raises(JsonError, match="not encoded as UTF-8"):
        decode_json('{"name": "\ud800"}', Thing)
