"""A client's request in one line of JSON, and lines in general."""

import socket
from enum import StrEnum
from typing import Annotated

import msgspec

MAX_REQUEST_BYTES = 4096
MAX_TIMEOUT_S = 120.0


class Action(StrEnum):
    VERIFY = "verify"
    STATUS = "status"
    STOP = "stop"


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``person`` and ``timeout_s``: None for the ones in the settings."""

    action: Action
    person: str | None = None
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=MAX_TIMEOUT_S)] | None = None
    token: str = ""


class LineError(ValueError):
    """No complete line arrived in time, or it is too long."""


def read_line(connection: socket.socket, limit: int = MAX_REQUEST_BYTES) -> bytes:
    """Without its end. Raises LineError and OSError."""
    received = b""
    while b"\n" not in received:
        part = connection.recv(limit)
        received += part
        if not part or len(received) > limit:
            raise LineError("A request is one line of JSON.")
    return received.split(b"\n", 1)[0]


def write_line(connection: socket.socket, line: str) -> None:
    """Raises OSError when the other side has disconnected."""
    connection.sendall(line.encode() + b"\n")
