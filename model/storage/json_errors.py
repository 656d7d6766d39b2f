"""Describe errors in JSON for the person who wrote it."""

import re

KINDS = {
    "str": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object in braces",
}
BOUNDS = {">=": "of at least", ">": "above", "<=": "of at most", "<": "below"}

_KIND = re.compile(
    r"Expected `(?P<kind>[^`]+)`(?: (?P<bound>[<>]=?) (?P<limit>\S+?))?"
    r"(?:, got `(?P<received>\w+)`)?(?: - at `\$\.?(?P<place>[^`]*)`)?"
)
_VALUE = re.compile(r"Invalid enum value (?P<value>.+) - at `\$\.(?P<place>[^`]+)`")
_MISSING = re.compile(r"Object missing required field `(?P<place>\w+)`.*")
_SYNTAX = re.compile(r"JSON is malformed: (?P<reason>.+) \(byte (?P<byte>\d+)\)")


def describe_json_error(error: Exception, content: bytes) -> str:
    """Turn msgspec's ``error`` into a clause without a full stop; unknown errors stay as they are."""
    message = str(error)
    if isinstance(error, UnicodeError) or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it is not encoded as UTF-8"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if not content.strip():
        return "it is empty"
    if message == "Input data was truncated":
        return "it ends too early: a bracket or a quotation mark is missing"
    if found := _SYNTAX.fullmatch(message):
        line = content.count(b"\n", 0, int(found["byte"])) + 1
        return f"line {line} is not JSON ({found['reason']})"
    if found := _VALUE.fullmatch(message):
        return f"{found['place']} cannot be {found['value']}"
    if found := _MISSING.fullmatch(message):
        return f"{found['place']} is missing"
    if found := _KIND.fullmatch(message):
        return _wrong_kind(found)
    return message


def _wrong_kind(found: re.Match[str]) -> str:
    expected = " or ".join(KINDS.get(kind, kind) for kind in found["kind"].split(" | "))
    if found["bound"]:
        expected += f" {BOUNDS[found['bound']]} {float(found['limit']):g}"
    received = f", not {KINDS.get(found['received'], found['received'])}" if found["received"] else ""
    return f"{found['place'] or 'the whole'} must be {expected}{received}"
