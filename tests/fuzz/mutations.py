"""Mutations that keep JSON and PNG files valid, which random bytes would not."""

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

Mutate = Callable[[bytes, Random, Callable[[bytes], bytes]], bytes]
"""(content, random, change bytes anywhere) -> changed content."""

NESTED = "\0nested"
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**53 + 1, 2**64, 10**30, -0.0, 0.5, 1.0000001, 1e-320, 3e38, -3e38,
    1e308, float("nan"), float("inf"), "", "0", "\0", "\ud800", "x" * 300, [], {}, NESTED,
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"


def any_bytes(content: bytes, random: Random, anywhere: Callable[[bytes], bytes]) -> bytes:
    return anywhere(content)


def json_value(content: bytes, random: Random, anywhere: Callable[[bytes], bytes]) -> bytes:
    """Replace, drop or copy one value of a JSON text, half of the time; otherwise change bytes."""
    try:
        tree = json.loads(content) if random.random() < 0.5 else None
    except (ValueError, RecursionError):
        tree = None
    places = list(_places(tree))
    if not places:
        return anywhere(content)
    holder, key = random.choice(places)
    match random.randrange(3):
        case 0:
            holder[key] = random.choice(VALUES)
        case 1:
            del holder[key]
        case _:
            other, its_key = random.choice(places)
            holder[key] = json.loads(json.dumps(other[its_key]))
    depth = random.choice((10, 1000, 5000))
    nested = b"[" * depth + b"]" * depth
    return json.dumps(tree).encode().replace(json.dumps(NESTED).encode(), nested)


def json_after_a_byte(content: bytes, random: Random, anywhere: Callable[[bytes], bytes]) -> bytes:
    """JSON after a first byte that seldom changes."""
    first = bytes([random.randrange(256)]) if random.random() < 0.1 or not content else content[:1]
    return first + json_value(content[1:], random, anywhere)


def whole_png(content: bytes, random: Random, anywhere: Callable[[bytes], bytes]) -> bytes:
    """Correct the checksums of a PNG. Decoders stop at a wrong one."""
    changed = anywhere(content)
    if not changed.startswith(PNG):
        return changed
    parts, place = [PNG], len(PNG)
    while place + 12 <= len(changed):
        (length,) = struct.unpack_from(">I", changed, place)
        body = changed[place + 4 : place + 8 + length]
        parts.append(struct.pack(">I", length) + body + struct.pack(">I", zlib.crc32(body)))
        place += 12 + length
    return b"".join(parts)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """(container, key) of every value in ``tree``."""
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])
