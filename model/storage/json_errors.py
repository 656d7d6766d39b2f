"""Describe errors in JSON for the person who wrote it."""

import re

from model.messages.message import Message, as_message, joined

KINDS = {
    "str": Message("text in quotation marks"),
    "int": Message("a whole number"),
    "float": Message("a number"),
    "bool": Message("true or false"),
    "null": Message("null"),
    "array": Message("a list"),
    "object": Message("an object in braces"),
}
BOUNDS = {
    ">=": Message("of at least"),
    ">": Message("above"),
    "<=": Message("of at most"),
    "<": Message("below"),
}

_KIND = re.compile(
    r"Expected `(?P<kind>[^`]+)`(?: (?P<bound>[<>]=?) (?P<limit>\S+?))?"
    r"(?:, got `(?P<received>\w+)`)?(?: - at `\$\.?(?P<place>[^`]*)`)?"
)
_VALUE = re.compile(r"Invalid enum value (?P<value>.+) - at `\$\.(?P<place>[^`]+)`")
_MISSING = re.compile(r"Object missing required field `(?P<place>\w+)`.*")
_SYNTAX = re.compile(r"JSON is malformed: (?P<reason>.+) \(byte (?P<byte>\d+)\)")


def describe_json_error(error: Exception, content: bytes) -> Message:
    """Turn msgspec's ``error`` into a clause without a full stop; unknown errors stay as they are."""
    message = str(error)
    if isinstance(error, UnicodeError) or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Message("it is not encoded as UTF-8")
    if isinstance(error, RecursionError):
        return Message("it is nested too deeply")
    if not content.strip():
        return Message("it is empty")
    if message == "Input data was truncated":
        return Message("it ends too early: a bracket or a quotation mark is missing")
    if found := _SYNTAX.fullmatch(message):
        line = content.count(b"\n", 0, int(found["byte"])) + 1
        return Message("line {line} is not JSON ({reason})", line=line, reason=found["reason"])
    if found := _VALUE.fullmatch(message):
        return Message("{place} cannot be {value}", place=found["place"], value=found["value"])
    if found := _MISSING.fullmatch(message):
        return Message("{place} is missing", place=found["place"])
    if found := _KIND.fullmatch(message):
        return _wrong_kind(found)
    return as_message(message)


def _wrong_kind(found: re.Match[str]) -> Message:
    place = found["place"] or Message("the whole")
    expected = _alternatives([KINDS.get(kind, kind) for kind in found["kind"].split(" | ")])
    if found["bound"]:
        expected = joined(" ", (expected, BOUNDS[found["bound"]], f"{float(found['limit']):g}"))
    if not found["received"]:
        return Message("{place} must be {expected}", place=place, expected=expected)
    received = KINDS.get(found["received"], found["received"])
    return Message(
        "{place} must be {expected}, not {received}", place=place, expected=expected, received=received
    )


def _alternatives(kinds: list[str]) -> str:
    first, *others = kinds
    if not others:
        return first
    return Message("{first} or {others}", first=first, others=_alternatives(others))
