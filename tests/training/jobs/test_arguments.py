from argparse import ArgumentTypeError
from enum import StrEnum
from pathlib import Path

import pytest

from training.jobs.arguments import (
    one_of,
    path,
    positive_decimal,
    positive_number,
    seconds,
    share,
    whole_number,
)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


ACCEPTED = [
    (whole_number, "0", 0),
    (whole_number, "123456789", 123_456_789),
    (positive_number, "1", 1),
    (positive_decimal, "1e-3", 0.001),
    (seconds, "2.5", 2.5),
    (share, "0", 0.0),
    (share, "1", 1.0),
    (one_of(Colour), "red", Colour.RED),
    (one_of(Colour), "BLUE", Colour.BLUE),
]
REFUSED = [
    *((whole_number, text) for text in ("", "-1", "1.5", "abc", "1234567890", "9" * 5000)),
    *((positive_number, text) for text in ("0", "-1", "abc", "9" * 5000)),
    *((positive_decimal, text) for text in ("0", "-1", "inf", "nan", "abc", "")),
    *((seconds, text) for text in ("0", "-1", "inf", "nan", "abc", "1,5")),
    *((share, text) for text in ("-0.1", "1.1", "nan", "high", "0,5")),
    *((one_of(Colour), text) for text in ("", "green")),
    (path, ""),
]


@pytest.mark.parametrize(("kind", "text", "value"), ACCEPTED)
def test_valid_arguments_are_accepted(kind, text, value):
    assert kind(text) == value


@pytest.mark.parametrize(("kind", "text"), REFUSED)
def test_invalid_arguments_are_refused_in_a_sentence(kind, text):
    with pytest.raises(ArgumentTypeError, match=r"must be .*, not ") as error:
        kind(text)
    assert repr(text) in str(error.value)


def test_the_home_folder_is_known_without_a_shell(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert path("~/photos") == tmp_path / "photos"
    assert path("a/~b") == Path("a/~b")
    assert path("~nobody-of-that-name/x") == Path("~nobody-of-that-name/x")
