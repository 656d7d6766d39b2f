"""Ask the daemon. Imports nothing that takes long."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from app.daemon.endpoint import Endpoint
from app.daemon.messages import MAX_TIMEOUT_S, Request, write_line

LINE_TIMEOUT_S = MAX_TIMEOUT_S + 30.0


def ask(endpoint: Endpoint, request: Request) -> Iterator[dict[str, Any]]:
    """The daemon's events. Raises EndpointError when no daemon is running, OSError when it goes away, and
    ValueError for an answer that is not the daemon's."""
    with endpoint.connect() as connection:
        connection.settimeout(LINE_TIMEOUT_S)
        signed = msgspec.structs.replace(request, token=endpoint.token())
        write_line(connection, msgspec.json.encode(signed).decode())
        with connection.makefile("rb") as lines:
            for line in lines:
                yield json.loads(line)
